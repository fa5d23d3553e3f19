package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a binding or a record names. A service account has two names: its own, and that of the user
 * as which it signs in (Kubernetes, "Authenticating", "Service account tokens"); all service
 * accounts of a namespace are a group besides.
 */
final class Member {
  private static final Pattern ACCOUNT =
      Pattern.compile("(?:ServiceAccount:|User:system:serviceaccount:)([^:/]+)[:/]([^:/]+)");
  private static final Pattern ACCOUNTS = Pattern.compile("Group:system:serviceaccounts:([^:/]+)");

  private Member() {}

  /** The namespace of a service account, or of a group of such; null for anybody else. */
  static @Nullable String namespace(String member) {
    Matcher account = ACCOUNT.matcher(member);
    if (account.matches()) {
      return account.group(1);
    }
    Matcher accounts = ACCOUNTS.matcher(member);
    return accounts.matches() ? accounts.group(1) : null;
  }

  /**
   * The member as exemptions name it.
   *
   * @param member {@code Kind:name} or {@code ServiceAccount:namespace/name}
   */
  static Principal principal(ActionRequest request, String member) {
    Matcher account = ACCOUNT.matcher(member);
    if (account.matches()) {
      return ClusterAction.account(request, account.group(1), account.group(2));
    }
    String name = member.substring(member.indexOf(':') + 1);
    PrincipalType type = member.startsWith("User:") ? PrincipalType.USER : PrincipalType.UNKNOWN;
    return new Principal(type, name, name, null, null);
  }
}
