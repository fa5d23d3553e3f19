package dev.tokenresponder.policy;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Someone the responder never acts on. Exactly one of the parts is given; each is compared part by
 * part with the parsed principal, never as text within text.
 *
 * @param arn an IAM role, user, root user or assumed-role session. A path is not compared: a name
 *     is unique in its account without it
 * @param account a whole account; {@code github:} before an organization of GitHub's
 * @param emailDomain everybody whose name is an address at exactly this domain; never a role
 *     session, whose name its caller chooses
 * @param id the provider's unique id, with or without a session name; of a service account of
 *     Kubernetes, {@code namespace/name}
 * @param email exactly this address, of a person or of a Google Cloud service account
 * @param reason why, for the person who reads the refusal
 */
public record Exemption(
    @Nullable String arn,
    @Nullable String account,
    @Nullable String emailDomain,
    @Nullable String id,
    @Nullable String email,
    String reason) {

  private static final Pattern EMAIL =
      Pattern.compile("[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
  private static final Pattern ID =
      Pattern.compile(
          "[A-Za-z0-9]{6,128}(:[\\w+=,.@-]{2,64})?|[a-z0-9-]{1,63}/[a-z0-9][a-z0-9.-]{0,252}"
              + "|([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:[\\w-]+:(iam|sts)::[0-9]{12}:"
              + "(root|(user|role)/([\\w+=,.@-]+/)*[\\w+=,.@-]+|assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+)");

  public Exemption {
    long given =
        Stream.of(
                Optional.ofNullable(arn),
                Optional.ofNullable(account),
                Optional.ofNullable(emailDomain),
                Optional.ofNullable(id),
                Optional.ofNullable(email))
            .filter(Optional::isPresent)
            .count();
    if (given != 1) {
      throw new PolicyException(
          "an exemption needs exactly one of arn, account, email, email_domain and id");
    }
    require(arn, ARN, "the ARN of one role, user, root user or session, without wildcards");
    require(account, Accounts.OWN, Accounts.WHAT_OWN);
    require(email, EMAIL, "an e-mail address");
    require(id, ID, "a provider's unique id, or namespace/name");
    require(emailDomain, DOMAIN, "an e-mail domain");
  }

  /** Whether it is a whole account, and the one in which an action would be done. */
  boolean covers(ActionSpec action, @Nullable String place) {
    return account != null && Accounts.means(account, action, place);
  }

  /** Whether the principal is the one meant. */
  boolean covers(Principal principal) {
    if (account != null) {
      return account.equals(principal.account());
    }
    if (id != null) {
      return coversId(id, principal);
    }
    if (email != null) {
      return isAddress(principal)
          && (email.equalsIgnoreCase(principal.id()) || email.equalsIgnoreCase(principal.name()));
    }
    if (emailDomain != null) {
      return (principal.type() == PrincipalType.USER || principal.type() == PrincipalType.UNKNOWN)
          && (emailDomain.equalsIgnoreCase(principal.account())
                  && principal.type() == PrincipalType.UNKNOWN
              || isAt(emailDomain, principal.name())
              || isAt(emailDomain, principal.id()));
    }
    return Arn.parse(arn).map(wanted -> names(wanted, principal)).orElse(false);
  }

  /**
   * The name of a role session is its caller's choice and proves nothing. Groups have no type of
   * their own.
   */
  private static boolean isAddress(Principal principal) {
    return principal.type() == PrincipalType.USER
        || principal.type() == PrincipalType.SERVICE_ACCOUNT
        || principal.type() == PrincipalType.SERVICE
        || principal.type() == PrincipalType.UNKNOWN;
  }

  /** A role as a whole is covered when one of its sessions is, for that session would be hit. */
  private static boolean coversId(String id, Principal principal) {
    if (id.indexOf('/') > 0) {
      return principal.type() == PrincipalType.SERVICE_ACCOUNT && id.equals(principal.name());
    }
    String actual = principal.id();
    return actual != null
        && (actual.equals(id)
            || actual.startsWith(id + ":")
            || principal.type() == PrincipalType.ROLE && id.startsWith(actual + ":"));
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
      case ROLE ->
          wanted.type().equals("role") && wanted.lastName().equals(principal.name())
              || wanted.type().equals("assumed-role")
                  && wanted.firstName().equals(principal.name());
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

  private static void require(@Nullable String text, Pattern shape, String what) {
    if (text != null && !shape.matcher(text).matches()) {
      throw new PolicyException("exemption: '" + text + "' is not " + what);
    }
  }
}
