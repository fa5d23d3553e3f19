package dev.tokenresponder.context;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What the scopes of an application open up, whatever the provider calls them: Microsoft Graph
 * ("Microsoft Graph permissions reference"), Google ("OAuth 2.0 Scopes for Google APIs"), GitHub
 * ("Scopes for OAuth apps"), Slack ("Permission scopes"), Dropbox ("OAuth Guide"), Okta ("OAuth 2.0
 * scopes").
 */
enum ScopeRisk {
  /** It works on while nobody is there, with a refresh token. */
  OFFLINE(List.of("offline_access", "offline"), List.of()),
  /** It reads or sends mail. */
  MAIL(
      List.of("full_access_as_app", "full_access_as_user", "https://mail.google.com/"),
      List.of(
          "mail.",
          "mailboxsettings.",
          "ews.",
          "imap.",
          "pop.",
          "smtp.",
          "https://www.googleapis.com/auth/gmail.")),
  /** It reads or changes files or source code. */
  FILES(
      List.of("repo", "public_repo"),
      List.of(
          "files.",
          "sites.",
          "files:",
          "https://www.googleapis.com/auth/drive",
          "https://www.googleapis.com/auth/devstorage.")),
  /** It changes who may do what. */
  ADMIN(
      List.of(
          "admin",
          "admin:enterprise",
          "admin:org",
          "directory.readwrite.all",
          "directory.accessasuser.all",
          "rolemanagement.readwrite.directory",
          "application.readwrite.all",
          "approleassignment.readwrite.all",
          "https://www.googleapis.com/auth/cloud-platform",
          "okta.apps.manage",
          "okta.users.manage",
          "okta.roles.manage",
          "okta.groups.manage",
          "team_data.member",
          "members.write"),
      List.of("admin.", "https://www.googleapis.com/auth/admin."));

  private final List<String> exactly;
  private final List<String> beginnings;

  ScopeRisk(List<String> exactly, List<String> beginnings) {
    this.exactly = exactly;
    this.beginnings = beginnings;
  }

  /** Whether one of the scopes is of this kind. */
  boolean isIn(Collection<String> scopes) {
    return scopes.stream().anyMatch(this::covers);
  }

  /** Microsoft's scopes may come with the address of their resource in front. */
  private boolean covers(String scope) {
    String folded = scope.toLowerCase(Locale.ROOT);
    String bare =
        folded.startsWith("https://graph.microsoft.com/")
                || folded.startsWith("https://outlook.office.com/")
                || folded.startsWith("https://outlook.office365.com/")
            ? folded.substring(folded.lastIndexOf('/') + 1)
            : folded;
    return exactly.contains(bare) || beginnings.stream().anyMatch(bare::startsWith);
  }
}
