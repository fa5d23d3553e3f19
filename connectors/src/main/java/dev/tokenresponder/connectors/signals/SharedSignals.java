package dev.tokenresponder.connectors.signals;

import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Shared Signals as the environment names them (docs/shared-signals.md). */
public final class SharedSignals {
  /** Where to push signals: the receiver's {@code endpoint_url}. */
  public static final String PUSH_URL = "TOKEN_RESPONDER_SIGNALS_PUSH_URL";

  /** The whole {@code Authorization} header for the receiver; a secret; optional. */
  public static final String PUSH_AUTHORIZATION = "TOKEN_RESPONDER_SIGNALS_PUSH_AUTHORIZATION";

  /** The receiver, as {@code aud} names it. */
  public static final String PUSH_AUDIENCE = "TOKEN_RESPONDER_SIGNALS_PUSH_AUDIENCE";

  /** Ourselves, as {@code iss} names us. */
  public static final String PUSH_ISSUER = "TOKEN_RESPONDER_SIGNALS_PUSH_ISSUER";

  /** What signals are signed with: a private JSON Web Key; a secret. */
  public static final String PUSH_KEY = "TOKEN_RESPONDER_SIGNALS_PUSH_KEY";

  /** The one issuer whose signals are taken. */
  public static final String FROM_ISSUER = "TOKEN_RESPONDER_SIGNALS_FROM_ISSUER";

  /** Where that issuer's keys are: its {@code jwks_uri}. */
  public static final String FROM_KEYS = "TOKEN_RESPONDER_SIGNALS_FROM_KEYS";

  /** Ourselves, as {@code aud} must name us. */
  public static final String FROM_AUDIENCE = "TOKEN_RESPONDER_SIGNALS_FROM_AUDIENCE";

  /** Other issuers whose accounts it may speak of, with blanks between them; optional. */
  public static final String FROM_SUBJECT_ISSUERS = "TOKEN_RESPONDER_SIGNALS_FROM_SUBJECT_ISSUERS";

  /** What answers in place of both, on this machine; for trying things out. */
  public static final String STAND_IN = "TOKEN_RESPONDER_SIGNALS_STAND_IN";

  private static final Pattern HEADER = Pattern.compile("[!-~][ -~]{0,4095}");

  private SharedSignals() {}

  /**
   * Tells a receiver.
   *
   * @return empty when none is named
   * @throws IllegalArgumentException when what is named cannot be used; shows no secret
   */
  public static Optional<SignalTransmitter> transmitter(
      Map<String, String> environment, Clock clock) {
    if (environment.getOrDefault(PUSH_URL, "").isBlank()) {
      return Optional.empty();
    }
    URI url = https(environment, PUSH_URL);
    String issuer = required(environment, PUSH_ISSUER);
    if (!SecurityEventToken.ISSUER.matcher(issuer).matches()) {
      throw new IllegalArgumentException(PUSH_ISSUER + " must be an https URL without a query");
    }
    String authorization = environment.getOrDefault(PUSH_AUTHORIZATION, "");
    if (!authorization.isEmpty() && !HEADER.matcher(authorization).matches()) {
      throw new IllegalArgumentException(
          PUSH_AUTHORIZATION + " must be one line of printable characters");
    }
    ApiHost host = host("the receiver of signals", url, environment);
    return Optional.of(
        new SignalTransmitter(
            new ApiClient(host, () -> authorization),
            path(url),
            SignalKey.of(required(environment, PUSH_KEY)),
            issuer,
            required(environment, PUSH_AUDIENCE),
            clock));
  }

  /**
   * Takes signals of one transmitter.
   *
   * @return empty when none is named
   * @throws IllegalArgumentException when what is named cannot be used
   */
  public static Optional<SignalReceiver> receiver(
      Map<String, String> environment, ReplayGuard guard, Clock clock) {
    if (environment.getOrDefault(FROM_ISSUER, "").isBlank()) {
      return Optional.empty();
    }
    String issuer = required(environment, FROM_ISSUER);
    Set<String> subjects = new HashSet<>(Set.of(issuer));
    Arrays.stream(environment.getOrDefault(FROM_SUBJECT_ISSUERS, "").split(" +"))
        .filter(other -> !other.isEmpty())
        .forEach(subjects::add);
    URI keys = https(environment, FROM_KEYS);
    ApiHost host = host("the transmitter of signals", keys, environment);
    TrustedTransmitter transmitter =
        TrustedTransmitter.of(
            issuer, required(environment, FROM_AUDIENCE), subjects, host, path(keys));
    return Optional.of(new SignalReceiver(List.of(transmitter), guard, clock));
  }

  private static ApiHost host(String system, URI url, Map<String, String> environment) {
    String standIn = environment.getOrDefault(STAND_IN, "");
    if (!standIn.isBlank()) {
      return ApiHost.standIn(system, uri(standIn, STAND_IN));
    }
    return new ApiHost(system, uri("https://" + url.getRawAuthority(), PUSH_URL));
  }

  private static String path(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static URI https(Map<String, String> environment, String name) {
    URI url = uri(required(environment, name), name);
    if (!"https".equalsIgnoreCase(url.getScheme())
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawFragment() != null
        || url.getRawPath().startsWith("//")) {
      throw new IllegalArgumentException(name + " must be an https URL");
    }
    return url;
  }

  /** Does not show the text, nor keeps the exception, whose message does. */
  private static URI uri(String text, String name) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name + " is not a URL");
    }
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must be set");
    }
    return value;
  }
}
