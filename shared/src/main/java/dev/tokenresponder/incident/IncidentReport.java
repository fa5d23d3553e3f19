package dev.tokenresponder.incident;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event contributes to an incident.
 *
 * @param subject what findings must have in common to be one incident
 * @param window how long after its first event an incident takes in further ones
 * @param family what is known of the credential's family; empty when it has none
 */
public record IncidentReport(
    String subject,
    String principal,
    @Nullable String account,
    Instant time,
    Duration window,
    List<Sighting> sightings,
    List<Relative> family) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

  public IncidentReport {
    sightings = List.copyOf(sightings);
    family = List.copyOf(family);
  }

  /** A report about one credential of which no family is known. */
  public IncidentReport(
      String subject,
      String principal,
      @Nullable String account,
      Instant time,
      Duration window,
      List<Sighting> sightings) {
    this(subject, principal, account, time, window, sightings, List.of());
  }

  /** The report of an event's findings. */
  public static IncidentReport of(TokenEvent event, List<Finding> findings, Duration window) {
    Credential credential = event.credential();
    Principal principal = credential == null ? event.actor() : credential.principal();
    return new IncidentReport(
        belief(event) + (credential == null ? subjectWithout(event) : credential.ref().toString()),
        principal.display(),
        event.account(),
        event.time(),
        window,
        findings.stream().map(finding -> Sighting.of(event, finding)).toList());
  }

  /** The same report, with when its findings were judged and the family that was found then. */
  public IncidentReport judged(Instant at, List<Relative> family) {
    return new IncidentReport(
        subject,
        principal,
        account,
        time,
        window,
        sightings.stream().map(sighting -> sighting.judged(at)).toList(),
        family);
  }

  /** The id of the incident that this report opens, if it opens one. */
  public String newId() {
    return "inc-" + DAY.format(time) + "-" + hash(subject + "|" + account + "|" + time);
  }

  /** Whether it belongs to an incident about its subject that was opened at that time. */
  public boolean joins(Instant openedAt) {
    return Duration.between(openedAt, time).abs().compareTo(window) < 0;
  }

  /** What anybody could have written must not reach the incident of the genuine credential. */
  private static String belief(TokenEvent event) {
    return switch (event.provenance()) {
      case VERIFIED -> "";
      case CLAIMED -> "unproven ";
    };
  }

  private static String subjectWithout(TokenEvent event) {
    Principal target = event.target();
    return target == null ? "actor " + event.actor().display() : "target " + target.display();
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
