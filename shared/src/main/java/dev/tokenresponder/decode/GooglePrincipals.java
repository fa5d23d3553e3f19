package dev.tokenresponder.decode;

import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Google's ways to name principals: e-mail addresses, {@code type:address} of IAM policies, and
 * {@code principal://} of federated identities (IAM, "Principal identifiers").
 */
final class GooglePrincipals {
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("[^@]+@([^.@]+)\\.iam\\.gserviceaccount\\.com");
  private static final Pattern DEFAULT_ACCOUNT =
      Pattern.compile("([^@]+)@(appspot|developer|cloudservices)\\.gserviceaccount\\.com");

  private static final Pattern POOL =
      Pattern.compile("principal(?:Set)?://iam\\.googleapis\\.com/projects/([^/]+)/.*");
  private static final Pattern WORKLOAD = Pattern.compile("([^.]+)\\.svc\\.id\\.goog\\[.*");

  private GooglePrincipals() {}

  /** At least one of the two is there. */
  static Principal of(@Nullable String email, @Nullable String subject) {
    if (email != null) {
      return email(email);
    }
    String member = String.valueOf(subject);
    if (member.startsWith("principal://") || member.startsWith("principalSet://")) {
      return new Principal(PrincipalType.USER, member, null, null, null);
    }
    for (String prefix : new String[] {"user:", "serviceAccount:"}) {
      if (member.startsWith(prefix)) {
        return email(member.substring(prefix.length()));
      }
    }
    return email(member);
  }

  /** The kind of credential that speaks for a principal of which no more is known. */
  static CredentialKind kind(Principal principal) {
    return principal.type() == PrincipalType.SERVICE_ACCOUNT
        ? CredentialKind.SERVICE_ACCOUNT_TOKEN
        : CredentialKind.SESSION;
  }

  /** What an e-mail address speaks for. */
  static Principal email(String email) {
    Matcher own = SERVICE_ACCOUNT.matcher(email);
    if (own.matches()) {
      boolean agent = own.group(1).startsWith("gcp-sa-");
      return new Principal(
          agent ? PrincipalType.SERVICE : PrincipalType.SERVICE_ACCOUNT,
          email,
          email,
          agent ? null : own.group(1),
          null);
    }
    if (DEFAULT_ACCOUNT.matcher(email).matches()) {
      boolean agent = email.endsWith("@cloudservices.gserviceaccount.com");
      boolean ofApp = email.endsWith("@appspot.gserviceaccount.com");
      return new Principal(
          agent ? PrincipalType.SERVICE : PrincipalType.SERVICE_ACCOUNT,
          email,
          email,
          ofApp ? email.substring(0, email.indexOf('@')) : null,
          null);
    }
    if (email.endsWith(".gserviceaccount.com")) {
      return new Principal(PrincipalType.SERVICE, email, email, null, null);
    }
    return new Principal(PrincipalType.USER, email, email, domain(email), null);
  }

  /** The mail domain; null when it is no address. */
  static @Nullable String domain(String email) {
    int at = email.lastIndexOf('@');
    return at < 0 || at == email.length() - 1
        ? null
        : email.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  /** Whom a member of an IAM policy stands for. */
  static Principal member(String member) {
    int colon = member.indexOf(':');
    String type = colon < 0 ? "" : member.substring(0, colon);
    String rest = member.substring(colon + 1);
    return switch (type) {
      case "user", "serviceAccount" -> email(rest);
      case "group" -> new Principal(PrincipalType.UNKNOWN, rest, rest, domain(rest), null);
      case "domain" -> new Principal(PrincipalType.UNKNOWN, member, null, rest, null);
      default -> new Principal(PrincipalType.UNKNOWN, member, null, null, null);
    };
  }

  /** Whether a member of an IAM policy stands for anyone at all. */
  static boolean isEveryone(String member) {
    return member.equals("allUsers") || member.equals("allAuthenticatedUsers");
  }

  /**
   * The project or mail domain that a member of an IAM policy belongs to; the member itself where
   * that cannot be told, so that it counts as a stranger.
   */
  static String account(String member) {
    int colon = member.indexOf(':');
    String type = colon < 0 ? "" : member.substring(0, colon);
    String rest = member.substring(colon + 1);
    Matcher pool = POOL.matcher(member);
    Matcher workload = WORKLOAD.matcher(rest);
    if (pool.matches()) {
      return pool.group(1);
    }
    if (type.equals("serviceAccount") && workload.matches()) {
      return workload.group(1);
    }
    String account =
        switch (type) {
          case "domain" -> rest;
          case "user", "group", "serviceAccount" -> email(rest).account();
          default -> null;
        };
    return account == null ? member : account;
  }

  /** Domains whose addresses belong to anybody. */
  static boolean isConsumer(@Nullable String domain) {
    return "gmail.com".equals(domain) || "googlemail.com".equals(domain);
  }
}
