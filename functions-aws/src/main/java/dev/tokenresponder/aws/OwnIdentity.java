package dev.tokenresponder.aws;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.policy.Exemption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * The exemptions for the role of that name in each of these accounts, in the partition of {@code
   * self}.
   *
   * @param name null or blank for none
   */
  public static List<Exemption> members(
      String self, @Nullable String name, Collection<String> accounts) {
    String partition = Arn.parse(self).map(Arn::partition).orElse("aws");
    return name == null || name.isBlank()
        ? List.of()
        : accounts.stream()
            .filter(account -> account.matches("[0-9]{12}"))
            .map(a -> exempt("arn:" + partition + ":iam::" + a + ":role/" + name.strip()))
            .toList();
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
