package dev.tokenresponder.policy;

import dev.tokenresponder.action.ActionSpec;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stand for an account in a policy. An organization of GitHub's, whose name may be like
 * any word, has a form of its own ({@code github:acme}) and means that organization only; a name
 * that is like a project may stand without.
 */
final class Accounts {
  /**
   * An AWS account, the id of a Google Cloud project, the id of an Entra tenant, the mail domain of
   * people in Google Workspace, Okta and Dropbox, or a workspace or organization of Slack's.
   */
  static final Pattern SHAPE =
      Pattern.compile(
          "[0-9]{12}|[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|([a-z0-9-]+\\.)+[a-z]{2,}|[TE][0-9A-Z]{6,20}");

  /** One of these, or an organization of GitHub's. */
  static final Pattern OWN =
      Pattern.compile("(" + SHAPE + ")|github:(?=.{1,39}$)[a-z0-9]+(-[a-z0-9]+)*");

  static final String WHAT =
      "an account of twelve digits (put it in quotes), a project, a tenant or a mail domain, or a"
          + " workspace of Slack's";

  static final String WHAT_OWN = WHAT + ", or github: and an organization in small letters";

  private static final String GITHUB = "github";

  private Accounts() {}

  /** Whether an entry of a policy means the account in which an action would be done. */
  static boolean means(String entry, ActionSpec action, @Nullable String account) {
    return account != null
        && (entry.equals(account)
            || action.permissions().containsKey(GITHUB)
                && entry.equals(GITHUB + ":" + account.toLowerCase(Locale.ROOT)));
  }
}
