package dev.tokenresponder.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeRiskTest {

  @ParameterizedTest(name = "{1} is {0}")
  @CsvSource({
    "OFFLINE, offline_access",
    "OFFLINE, offline",
    "OFFLINE, Offline_Access",
    "OFFLINE, https://graph.microsoft.com/offline_access",
    "MAIL, Mail.Read",
    "MAIL, mail.readwrite.shared",
    "MAIL, MAIL.SEND",
    "MAIL, MailboxSettings.ReadWrite",
    "MAIL, full_access_as_app",
    "MAIL, full_access_as_user",
    "MAIL, EWS.AccessAsUser.All",
    "MAIL, https://graph.microsoft.com/Mail.Read",
    "MAIL, HTTPS://Graph.Microsoft.com/Mail.Read",
    "MAIL, https://outlook.office.com/IMAP.AccessAsUser.All",
    "MAIL, https://outlook.office.com/POP.AccessAsUser.All",
    "MAIL, https://outlook.office.com/SMTP.Send",
    "MAIL, https://outlook.office365.com/full_access_as_app",
    "MAIL, https://mail.google.com/",
    "MAIL, https://www.googleapis.com/auth/gmail.readonly",
    "MAIL, https://www.googleapis.com/auth/gmail.settings.sharing",
    "FILES, Files.ReadWrite.All",
    "FILES, https://graph.microsoft.com/Sites.FullControl.All",
    "FILES, https://www.googleapis.com/auth/drive",
    "FILES, https://www.googleapis.com/auth/drive.readonly",
    "FILES, https://www.googleapis.com/auth/devstorage.read_only",
    "FILES, repo",
    "FILES, public_repo",
    "FILES, files:read",
    "FILES, files.content.read",
    "FILES, files.metadata.write",
    "ADMIN, Directory.ReadWrite.All",
    "ADMIN, Directory.AccessAsUser.All",
    "ADMIN, https://graph.microsoft.com/RoleManagement.ReadWrite.Directory",
    "ADMIN, Application.ReadWrite.All",
    "ADMIN, AppRoleAssignment.ReadWrite.All",
    "ADMIN, https://www.googleapis.com/auth/cloud-platform",
    "ADMIN, https://www.googleapis.com/auth/admin.directory.user",
    "ADMIN, admin:org",
    "ADMIN, admin",
    "ADMIN, admin.users:write",
    "ADMIN, okta.apps.manage",
    "ADMIN, okta.users.manage",
    "ADMIN, okta.roles.manage",
    "ADMIN, okta.groups.manage",
    "ADMIN, team_data.member",
    "ADMIN, members.write",
  })
  void a_scope_is_of_one_kind_however_the_provider_spells_it(ScopeRisk kind, String scope) {
    assertThat(kinds(scope)).containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "email",
        "mail",
        "mailing",
        "mailing.read",
        "profile",
        "openid",
        "offline_accessory",
        "not_offline",
        "User.Read",
        "popular.read",
        "files",
        "filesystem",
        "sitesearch",
        "repo:status",
        "repo_deployment",
        "read:org",
        "admin_reader",
        "administration.read",
        "admin:org_hook",
        "Directory.Read.All",
        "Application.Read.All",
        "okta.users.read",
        "okta.users.manage.self",
        "members.read",
        "chat:write",
        "account_info.read",
        "https://mail.google.com/calendar",
        "https://www.googleapis.com/auth/gmailish",
        "https://www.googleapis.com/auth/userinfo.email",
        "https://www.googleapis.com/auth/cloud-platform.read-only",
        "https://www.googleapis.com/auth/administer",
        "https://graph.microsoft.com/User.Read",
        "https://graph.microsoft.com.example.com/Mail.Read",
        "https://api.example.com/Mail.Read",
        "https://outlook.office.com/.default",
      })
  void what_only_looks_like_one_is_of_no_kind(String scope) {
    assertThat(kinds(scope)).isEmpty();
  }

  @Test
  void one_scope_of_several_is_enough() {
    assertThat(ScopeRisk.MAIL.isIn(List.of("openid", "profile", "Mail.Read"))).isTrue();
    assertThat(ScopeRisk.MAIL.isIn(List.of("openid", "profile"))).isFalse();
    assertThat(ScopeRisk.MAIL.isIn(List.of())).isFalse();
  }

  private static Set<ScopeRisk> kinds(String scope) {
    return Arrays.stream(ScopeRisk.values())
        .filter(kind -> kind.isIn(List.of(scope)))
        .collect(Collectors.toSet());
  }
}
