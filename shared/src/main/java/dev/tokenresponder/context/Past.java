package dev.tokenresponder.context;

import dev.tokenresponder.context.Habits.History;
import dev.tokenresponder.context.Habits.Trait;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.net.IpAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is new about an event, by what its credential or principal was seen with before. A subject
 * watched for less than the learning period has no first sights: everything would be one.
 *
 * @param watchedSince since when the subject has been watched; null when it is new
 * @param firstSeenIp the address is new, and so on for the others; null when that is not known
 * @param ipChanged the credential is used from another network than within the last hour
 * @param countryChanged the same for countries, within the last four hours
 * @param afterSilence the subject was last seen more than two weeks ago
 */
public record Past(
    @Nullable Instant watchedSince,
    @Nullable Boolean firstSeenIp,
    @Nullable Boolean firstSeenNetwork,
    @Nullable Boolean firstSeenCountry,
    @Nullable Boolean firstSeenAgent,
    @Nullable Boolean firstSeenApp,
    @Nullable Boolean firstSeenTarget,
    @Nullable Boolean ipChanged,
    @Nullable Boolean countryChanged,
    @Nullable Boolean afterSilence) {
  /** Nothing is known. */
  public static final Past UNKNOWN =
      new Past(null, null, null, null, null, null, null, null, null, null);

  private static final Duration KEEP = Duration.ofDays(90);
  private static final Duration NETWORK_ACTIVE = Duration.ofHours(1);
  private static final Duration COUNTRY_ACTIVE = Duration.ofHours(4);
  private static final Duration SILENCE = Duration.ofDays(14);
  private static final String STRETCH = "stretch";
  private static final int DIGEST_BYTES = 8;
  private static final int SUBJECT_BYTES = 32;

  /**
   * What an event shows, worked out beforehand: needs no memory, and may be done for many at once.
   *
   * @param subject null when there is nothing to look up or to learn
   */
  public record Traces(TokenEvent event, @Nullable String subject, Map<String, String> traits) {

    /**
     * Looks the event up and notes it; to be done in the order of events.
     *
     * @param learning how long a subject is watched before anything about it counts as new
     */
    public Past past(Habits habits, Duration learning) {
      if (subject == null) {
        return UNKNOWN;
      }
      History history =
          habits.see(subject, event.id(), Set.copyOf(traits.values()), event.time(), KEEP);
      return new Look(event, traits, history, learning).past();
    }
  }

  /**
   * What an event shows. Records of doubtful origin and failed calls teach nothing, and find
   * nothing either.
   */
  public static Traces traces(TokenEvent event) {
    boolean teaches =
        event.provenance() == Provenance.VERIFIED
            && event.outcome() == Outcome.SUCCESS
            && event.activity() != Activity.FINDING
            && event.activity() != Activity.EXPOSE;
    String subject = teaches ? subject(event) : null;
    Map<String, String> traits = subject == null ? Map.of() : traits(event);
    return traits.isEmpty()
        ? new Traces(event, null, Map.of())
        : new Traces(event, digest(event.source() + " " + subject, SUBJECT_BYTES), traits);
  }

  /** {@link #traces} and {@link Traces#past} in one. */
  public static Past of(TokenEvent event, Habits habits, Duration learning) {
    return traces(event).past(habits, learning);
  }

  /** What outlives a session: a long-lived credential, or whom the session speaks for. */
  private static @Nullable String subject(TokenEvent event) {
    Credential credential = event.credential();
    if (credential != null && isLongLived(credential.ref().kind())) {
      return credential.ref().toString();
    }
    Principal who = credential == null ? event.actor() : credential.principal();
    boolean named = who.resource() != null || who.name() != null || who.id() != null;
    return named && who.type() != PrincipalType.SERVICE && who.type() != PrincipalType.ANONYMOUS
        ? who.type().label() + " " + who.display()
        : null;
  }

  private static boolean isLongLived(CredentialKind kind) {
    return switch (kind) {
      case KEY, OAUTH_GRANT, APP_SECRET -> true;
      case SESSION, PASSWORD, SERVICE_ACCOUNT_TOKEN -> false;
    };
  }

  /** By name of the trait, its key; what belongs to one credential has its digest in front. */
  private static Map<String, String> traits(TokenEvent event) {
    Map<String, String> traits = new LinkedHashMap<>();
    String ip = event.network().ip();
    String credential = event.credential() == null ? "" : event.credential().ref().id();
    put(traits, "ip", "", ip);
    put(traits, "network", "", network(ip));
    put(traits, "country", "", event.network().country());
    put(traits, "agent", "", agent(event.client().userAgent()));
    put(traits, "app", "", event.client().appId());
    if (!credential.isEmpty()) {
      put(traits, "used_network", credential, network(ip));
      put(traits, "used_country", credential, event.network().country());
    }
    Principal target = event.target();
    if (target != null && event.activity() != Activity.USE) {
      put(traits, "target", "", event.activity().label() + " " + target.display());
    }
    if (!traits.isEmpty()) {
      put(traits, STRETCH, "", stretch(event.time()));
    }
    return traits;
  }

  private static void put(
      Map<String, String> traits, String name, String scope, @Nullable String value) {
    if (value != null) {
      String scoped = scope.isEmpty() ? "" : digest(scope) + "_";
      traits.put(name, name + "_" + scoped + digest(value));
    }
  }

  /** Which stretch of time, as long as a silence, something happened in. */
  private static String stretch(Instant time) {
    return Long.toString(Math.floorDiv(time.getEpochSecond(), SILENCE.toSeconds()));
  }

  /** The first 24 bits of an IPv4 address, the first 48 of an IPv6 one. */
  private static @Nullable String network(@Nullable String ip) {
    Optional<InetAddress> address = ip == null ? Optional.empty() : IpAddress.parse(ip);
    return address
        .map(InetAddress::getAddress)
        .map(bytes -> HexFormat.of().formatHex(Arrays.copyOf(bytes, bytes.length == 4 ? 3 : 6)))
        .orElse(null);
  }

  /** Without versions, which change by themselves. */
  private static @Nullable String agent(@Nullable String userAgent) {
    return userAgent == null ? null : userAgent.replaceAll("[0-9]++(?:[._][0-9]++)*+", "");
  }

  private static String digest(String value) {
    return digest(value, DIGEST_BYTES);
  }

  private static String digest(String value, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** One event beside what was known before it. */
  private record Look(
      TokenEvent event, Map<String, String> traits, History history, Duration learning) {

    Past past() {
      Instant since = since();
      return new Past(
          since,
          isFirst("ip"),
          isFirst("network"),
          isFirst("country"),
          isFirst("agent"),
          isFirst("app"),
          isFirst("target"),
          changed("used_network", NETWORK_ACTIVE),
          changed("used_country", COUNTRY_ACTIVE),
          since == null ? null : afterSilence());
    }

    /** The first event, when it comes again, is the first still. */
    private @Nullable Instant since() {
      Instant since = history.since();
      return since == null || since.isBefore(event.time()) ? since : null;
    }

    private @Nullable Boolean isFirst(String name) {
      String key = traits.get(name);
      Instant since = since();
      if (key == null
          || since == null
          || Duration.between(since, event.time()).compareTo(learning) < 0) {
        return null;
      }
      Trait before = history.traits().get(key);
      if (before == null && history.traits().size() >= Habits.MOST) {
        return null; // it may have been pushed out
      }
      return before == null || before.firstEvent().equals(event.id());
    }

    private @Nullable Boolean changed(String name, Duration active) {
      String key = traits.get(name);
      if (key == null) {
        return null;
      }
      String prefix = key.substring(0, key.lastIndexOf('_') + 1);
      return history.traits().entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(prefix) && !entry.getKey().equals(key))
          .anyMatch(entry -> within(entry.getValue().last(), active));
    }

    private boolean within(Instant last, Duration span) {
      return Duration.between(last, event.time()).abs().compareTo(span) <= 0;
    }

    /**
     * An event after a silence is the first of its stretch of time. Other traits do not tell when
     * it comes again: it has moved their last times itself.
     */
    private @Nullable Boolean afterSilence() {
      String key = traits.get(STRETCH);
      Trait own = history.traits().get(key);
      if (own != null && !own.firstEvent().equals(event.id())) {
        return false;
      }
      return history.traits().entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(STRETCH) && !entry.getKey().equals(key))
          .map(entry -> entry.getValue().last())
          .filter(last -> last.isBefore(event.time()))
          .max(Comparator.naturalOrder())
          .map(last -> last.isBefore(event.time().minus(SILENCE)))
          .orElse(null);
    }
  }
}
