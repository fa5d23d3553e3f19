package dev.tokenresponder.aws;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.policy.Exemption;
import java.util.List;
import java.util.Optional;

/** The responder must never lock itself out. */
public final class OwnIdentity {
  private static final String REASON = "one of the responder's own identities";

  private OwnIdentity() {}

  /**
   * The exemption for an identity of ours: of a session, the role as a whole; none for identities
   * that no action can touch, such as federated users.
   */
  public static List<Exemption> exemptions(String arn) {
    Optional<Arn> parsed = Arn.parse(arn);
    return switch (parsed.map(Arn::type).orElse("")) {
      case "assumed-role" -> List.of(exempt(role(parsed.get())));
      case "role", "user", "root" -> List.of(exempt(arn));
      default -> List.of();
    };
  }

  private static String role(Arn session) {
    return "arn:"
        + session.partition()
        + ":iam::"
        + session.account()
        + ":role/"
        + session.firstName();
  }

  private static Exemption exempt(String arn) {
    return new Exemption(arn, null, null, null, null, REASON);
  }
}
