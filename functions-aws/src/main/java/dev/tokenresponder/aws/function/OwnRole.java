package dev.tokenresponder.aws.function;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.policy.Exemption;

/** The responder must never lock itself out. */
final class OwnRole {

  private OwnRole() {}

  /** The exemption for an identity of ours; of a session, the role as a whole is exempt. */
  static Exemption exemption(String arn) {
    String role =
        Arn.parse(arn)
            .filter(parsed -> parsed.type().equals("assumed-role"))
            .map(
                parsed ->
                    "arn:"
                        + parsed.partition()
                        + ":iam::"
                        + parsed.account()
                        + ":role/"
                        + parsed.firstName())
            .orElse(arn);
    return new Exemption(role, null, null, null, "one of the responder's own identities");
  }
}
