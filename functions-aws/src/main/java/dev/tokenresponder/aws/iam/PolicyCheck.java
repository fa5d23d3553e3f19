package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a policy, as read back, does to sessions. Understands the statements that we write, and
 * counts any other condition as not denying.
 */
final class PolicyCheck {
  private static final String ANOTHER_NAME = "another-name";

  private PolicyCheck() {}

  /** The id of the first statement that denies everything to a session. */
  static Optional<String> denying(PolicyDocument document, String userId, Instant issuedAt) {
    return document.statements().stream()
        .filter(s -> Denial.shape(s, List.of()).filter(d -> d.denies(userId, issuedAt)).isPresent())
        .map(PolicyCheck::name)
        .findFirst();
  }

  /**
   * What else the policy does than to deny the session that was asked for: nothing to one of
   * another name, or issued later, unless it is said here.
   *
   * @param asked what the action asked for
   * @param found the statement it counts on
   * @param session the session that was asked for, or any
   */
  static String proof(
      PolicyDocument document, Denial asked, Denial found, String session, Instant issuedAt) {
    Instant fresh = found.cutoff();
    StringBuilder proof = new StringBuilder();
    boolean single = !asked.userIds().isEmpty();
    if (single && found.userIds().isEmpty()) {
      proof
          .append("; it denies every session issued before ")
          .append(fresh)
          .append(
              is(found, asked)
                  ? ", for there was no room for single sessions"
                  : ", as another action asked");
    } else if (found.cutoff().isAfter(asked.cutoff())) {
      proof
          .append("; it denies those issued until ")
          .append(fresh)
          .append(", later than ")
          .append(asked.cutoff())
          .append(" as this action asked");
    }
    proof.append(
        denying(document, session, fresh)
            .map(by -> "; one issued from " + fresh + " on is denied too, by " + by)
            .orElse("; one issued from " + fresh + " on is not denied"));
    if (single && !found.userIds().isEmpty()) {
      String other = session.substring(0, session.indexOf(':') + 1) + ANOTHER_NAME;
      proof.append(
          denying(document, other, issuedAt)
              .map(by -> "; sessions of other names are denied too, by " + by)
              .orElse(", nor is one of another name"));
    }
    long unclear =
        document.statements().stream().filter(s -> Denial.shape(s, List.of()).isEmpty()).count();
    return unclear == 0
        ? proof.toString()
        : proof + "; what " + unclear + " other statements in it deny was not judged";
  }

  /** Widened for want of room, and not the denial of all that somebody else asked for. */
  private static boolean is(Denial found, Denial asked) {
    return found.owners().stream().allMatch(Owner::covered)
        && asked.owners().get(0).isIn(found.owners());
  }

  private static String name(JsonNode statement) {
    String sid = statement.path("Sid").asText();
    String which = sid.isEmpty() ? "a statement without an id" : "statement " + sid;
    return Owner.of(sid).isEmpty() ? which + ", which the responder did not write" : which;
  }
}
