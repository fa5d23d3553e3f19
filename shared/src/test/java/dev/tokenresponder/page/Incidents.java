package dev.tokenresponder.page;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents to draw. */
final class Incidents {
  static final Instant START = Instant.parse("2026-08-10T10:00:00Z");
  static final String PARENT = "AROAEXAMPLEROLE000001:build";
  static final String STOLEN = "AROAEXAMPLEROLE123456:i-0abcd1234ef567890";
  static final String CHILD = "AROAEXAMPLEROLE777777:hop-2";
  static final String EXEMPT = "AROAEXAMPLEROLE888888:break-glass";
  private static final String ID = "inc-20260810-c2d1f3a4b5e6";
  private static final String UNDO =
      "aws iam delete-role-policy --role-name app-server --policy-name TokenResponder";

  private Incidents() {}

  /** A parent, the stolen session, a child that is contained, and one that is exempt. */
  static Incident ofFour() {
    return incident(
        "session " + STOLEN,
        List.of(
            relative(STOLEN, "app-server", "111122223333", PARENT, START.minusSeconds(5_400)),
            relative(PARENT, "build", "111122223333", null, null),
            relative(CHILD, "deployer", "444455556666", STOLEN, START.minusSeconds(1_800)),
            relative(EXEMPT, "break-glass", "444455556666", CHILD, START.minusSeconds(900))),
        List.of(
            outcome("revoke-role-session", STOLEN, "1", Status.DONE, 6),
            outcome("revoke-role-session", CHILD, "1", Status.DONE, 7),
            outcome("revoke-role-session", EXEMPT, "1", Status.REFUSED, 7),
            outcome(
                "notify-owner", "arn:aws:iam::111122223333:role/app-server", "1", Status.DONE, 9),
            outcome("revoke-role-session", STOLEN, "2", Status.DONE, 7_500)));
  }

  static Incident incident(String subject, List<Relative> family, List<ActionOutcome> actions) {
    return new Incident(
        ID,
        subject,
        "arn:aws:iam::111122223333:role/app-server",
        "111122223333",
        START,
        List.of(
            sighting("e-1", 0, "Session used from a network that nobody trusts", Level.CRITICAL),
            sighting("e-1", 0, "First call from a new address", Level.MEDIUM),
            sighting("e-2", 2, "Many permissions listed in a minute", Level.HIGH)),
        family,
        actions);
  }

  static Sighting sighting(String event, int after, String title, Level level) {
    Instant time = START.plusSeconds(after);
    return new Sighting(
        event,
        time,
        "aws.cloudtrail",
        event.equals("e-1") ? "GetCallerIdentity" : "ListUsers",
        "203.0.113.7",
        title,
        title,
        level,
        time.plusMillis(3_400));
  }

  static Relative relative(
      String id, String role, String account, @Nullable String parent, @Nullable Instant issued) {
    return new Relative(
        ref(id),
        "arn:aws:iam::" + account + ":role/" + role,
        account,
        parent == null ? null : ref(parent),
        issued);
  }

  static CredentialRef ref(String id) {
    return new CredentialRef(CredentialKind.SESSION, id);
  }

  static ActionOutcome outcome(
      String action, String target, String occasion, Status status, int after) {
    String reason =
        switch (status) {
          case DONE -> "read back: the policy TokenResponder denies every session of that name";
          case REFUSED -> "exempt: break-glass";
          default -> "because";
        };
    return new ActionOutcome(
        new ActionKey(ID, action, target + "#" + occasion),
        status,
        reason,
        status == Status.DONE && !action.equals("notify-owner")
            ? new Undo(UNDO, Map.of())
            : Undo.NOTHING,
        START.plusSeconds(after));
  }
}
