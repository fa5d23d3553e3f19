package dev.tokenresponder.policy;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Someone the responder never acts on. Exactly one of the parts is given; each is compared part by
 * part with the parsed principal, never as text within text.
 *
 * @param arn an IAM role, user, root user or assumed-role session. A path is not compared: a name
 *     is unique in its account without it
 * @param account a whole account
 * @param emailDomain everybody whose name is an address at exactly this domain
 * @param id the provider's unique id, with or without a session name
 * @param reason why, for the person who reads the refusal
 */
public record Exemption(
    @Nullable String arn,
    @Nullable String account,
    @Nullable String emailDomain,
    @Nullable String id,
    String reason) {

  public Exemption {
    long given =
        Stream.of(
                Optional.ofNullable(arn),
                Optional.ofNullable(account),
                Optional.ofNullable(emailDomain),
                Optional.ofNullable(id))
            .filter(Optional::isPresent)
            .count();
    if (given != 1) {
      throw new PolicyException(
          "an exemption needs exactly one of arn, account, email_domain and id");
    }
    if (arn != null && Arn.parse(arn).filter(Exemption::isPrincipal).isEmpty()) {
      throw new PolicyException("exemption: '" + arn + "' is not the ARN of a role, user or root");
    }
    if (emailDomain != null && !emailDomain.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
      throw new PolicyException("exemption: '" + emailDomain + "' is not an e-mail domain");
    }
  }

  /** Whether the principal is the one meant. */
  boolean covers(Principal principal) {
    if (account != null) {
      return account.equals(principal.account());
    }
    if (id != null) {
      return principal.id() != null
          && (principal.id().equals(id) || principal.id().startsWith(id + ":"));
    }
    if (emailDomain != null) {
      return isAt(emailDomain, principal.name()) || isAt(emailDomain, principal.id());
    }
    return Arn.parse(arn).map(wanted -> names(wanted, principal)).orElse(false);
  }

  private static boolean isAt(String domain, @Nullable String address) {
    int at = address == null ? -1 : address.lastIndexOf('@');
    return address != null
        && at > 0
        && address
            .substring(at + 1)
            .toLowerCase(Locale.ROOT)
            .equals(domain.toLowerCase(Locale.ROOT));
  }

  private static boolean names(Arn wanted, Principal principal) {
    if (!wanted.account().equals(principal.account())) {
      return false;
    }
    return switch (principal.type()) {
      case ROOT -> wanted.type().equals("root");
      case USER -> wanted.type().equals("user") && wanted.lastName().equals(principal.name());
      case ROLE -> wanted.type().equals("role") && wanted.lastName().equals(principal.name());
      case ROLE_SESSION -> namesSession(wanted, principal);
      case SERVICE_ACCOUNT, APPLICATION, ANONYMOUS, SERVICE, ACCOUNT -> false;
      case IDENTITY_PROVIDER, RESOURCE, UNKNOWN -> false;
    };
  }

  private static boolean namesSession(Arn wanted, Principal principal) {
    if (wanted.type().equals("role")) {
      return wanted.lastName().equals(principal.name());
    }
    String session = principal.id();
    return wanted.type().equals("assumed-role")
        && wanted.firstName().equals(principal.name())
        && session != null
        && session.endsWith(":" + wanted.lastName());
  }

  private static boolean isPrincipal(Arn arn) {
    return switch (arn.type()) {
      case "root", "user", "role", "assumed-role" -> true;
      default -> false;
    };
  }
}
