package dev.tokenresponder.policy;

import java.util.regex.Pattern;

/** What may stand for an account in a policy. */
final class Accounts {
  /**
   * An AWS account, the id of a Google Cloud project, the id of an Entra tenant, the mail domain of
   * people in Google Workspace, Okta and Dropbox, or a workspace or organization of Slack's.
   */
  static final Pattern SHAPE =
      Pattern.compile(
          "[0-9]{12}|[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|([a-z0-9-]+\\.)+[a-z]{2,}|[TE][0-9A-Z]{6,20}");

  static final String WHAT =
      "an account of twelve digits (put it in quotes), a project, a tenant or a mail domain, or a"
          + " workspace of Slack's";

  private Accounts() {}
}
