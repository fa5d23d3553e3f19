package dev.tokenresponder.decode;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One event of Google Workspace, in whichever log it stands (Admin SDK, Reports API, "OAuth Token
 * Audit Activity Events", "Login", "Admin", "User accounts").
 *
 * @param application {@code token}, {@code login}, {@code admin} and so on
 * @param name for example {@code authorize}; Cloud Logging spells some in capitals
 * @param parameters all values of each, by name
 */
record WorkspaceActivity(String application, String name, Map<String, List<String>> parameters) {
  private static final String FAILURE = "login_failure";
  private static final Set<String> SIGN_INS =
      Set.of(FAILURE, "login_success", "login_verification");

  /** How the names of findings begin. */
  private static final List<String> FINDINGS =
      List.of(
          "suspicious_",
          "account_disabled_",
          "gov_attack_",
          "user_signed_out_due_to_suspicious_session_cookie");

  private static final Map<String, Activity> ADMIN =
      Map.ofEntries(
          Map.entry("authorize_api_client_access", Activity.GRANT),
          Map.entry("remove_api_client_access", Activity.REVOKE),
          Map.entry("grant_admin_privilege", Activity.GRANT),
          Map.entry("grant_delegated_admin_privileges", Activity.GRANT),
          Map.entry("assign_role", Activity.GRANT),
          Map.entry("create_role", Activity.CREATE),
          Map.entry("add_privilege", Activity.WIDEN),
          Map.entry("add_to_trusted_oauth2_apps", Activity.WIDEN),
          Map.entry("add_to_blocked_oauth2_apps", Activity.REVOKE),
          Map.entry("trust_domain_owned_oauth2_apps", Activity.WIDEN),
          Map.entry("add_trusted_domains", Activity.WIDEN),
          Map.entry("inbound_sso_profile_created", Activity.CREATE),
          Map.entry("inbound_sso_profile_updated", Activity.CHANGE),
          Map.entry("inbound_sso_profile_deleted", Activity.REVOKE),
          Map.entry("create_user", Activity.CREATE),
          Map.entry("change_password", Activity.CHANGE),
          Map.entry("generate_backup_codes", Activity.ISSUE),
          Map.entry("revoke_3lo_token", Activity.REVOKE),
          Map.entry("revoke_asp", Activity.REVOKE),
          Map.entry("change_email_setting", Activity.CHANGE));

  /** What the names of events with one of these meanings contain, in small letters. */
  static Set<String> names(Set<Activity> activities) {
    Set<String> names = new TreeSet<>();
    ADMIN.forEach(
        (name, activity) -> {
          if (activities.contains(activity)) {
            names.add(name);
          }
        });
    if (activities.contains(Activity.GRANT)) {
      names.add("authorize");
    }
    if (activities.contains(Activity.REVOKE)) {
      names.add("revoke");
    }
    if (activities.contains(Activity.SIGN_IN)) {
      names.addAll(SIGN_INS);
    }
    if (activities.contains(Activity.FINDING)) {
      names.addAll(FINDINGS);
    }
    return names;
  }

  /** Says what the event means for credentials. */
  void tell(EventBuilder event) {
    switch (application) {
      case "token" -> token(event);
      case "login" -> login(event);
      case "admin" -> admin(event);
      case "user_accounts" -> userAccounts(event);
      default -> {}
    }
  }

  private void token(EventBuilder event) {
    String client = first("client_id");
    event.app(client, first("app_name")).scopes(all("scope"));
    String person = event.actor().id();
    String grant = client == null || person == null ? null : person + "/" + client;
    switch (folded()) {
      case "authorize" ->
          event.activity(Activity.GRANT).issued(CredentialKind.OAUTH_GRANT, grant, event.actor());
      case "revoke" ->
          event.activity(Activity.REVOKE).credential(CredentialKind.OAUTH_GRANT, grant);
      default -> {
        String product = first("product_bucket");
        event.credential(CredentialKind.OAUTH_GRANT, grant);
        event.target(
            product == null
                ? null
                : new Principal(PrincipalType.RESOURCE, null, product, null, null));
      }
    }
  }

  private void login(EventBuilder event) {
    String affected = first("affected_email_address");
    if (affected != null) {
      event.target(GooglePrincipals.email(affected));
    }
    String kind = folded();
    if (kind.equals(FAILURE)) {
      event.activity(Activity.SIGN_IN).error(FAILURE);
    } else if (SIGN_INS.contains(kind)) {
      event.activity(Activity.SIGN_IN).risk("true".equals(first("is_suspicious")) ? "high" : null);
    } else if (FINDINGS.stream().anyMatch(kind::startsWith)) {
      event.activity(Activity.FINDING);
    } else if (!kind.equals("logout")) {
      event.activity(Activity.CHANGE);
    }
  }

  private void admin(EventBuilder event) {
    Activity activity = ADMIN.getOrDefault(folded(), Activity.CHANGE);
    event.activity(activity);
    String user = first("user_email");
    if (user != null) {
      event.target(GooglePrincipals.email(user));
    } else if (first("inbound_sso_profile_name") != null) {
      event.target(
          new Principal(
              PrincipalType.IDENTITY_PROVIDER,
              null,
              first("inbound_sso_profile_name"),
              null,
              null));
    }
    String client =
        first("api_client_name") == null ? first("oauth2_app_id") : first("api_client_name");
    if (client != null) {
      event.app(client, first("oauth2_app_name"));
      event.scopes(
          all("api_scopes").stream()
              .flatMap(scopes -> Arrays.stream(scopes.split("[, ]+")))
              .filter(scope -> !scope.isEmpty())
              .toList());
    }
    if (activity == Activity.GRANT) {
      boolean delegation = folded().equals("authorize_api_client_access");
      String role = first("role_name");
      boolean full = role == null ? !delegation : role.equals("_SEED_ADMIN_ROLE");
      event.grant(
          new Grant(
              false,
              Set.of(),
              full,
              null,
              role == null ? Set.of() : Set.of(role),
              user == null ? Set.of() : Set.of(user),
              delegation,
              List.of()));
    }
  }

  private void userAccounts(EventBuilder event) {
    event.activity(Activity.CHANGE);
    String address = first("email_forwarding_destination_address");
    if (address != null) {
      event.target(GooglePrincipals.email(address));
    }
  }

  private String folded() {
    return name.toLowerCase(Locale.ROOT);
  }

  private List<String> all(String parameter) {
    for (Map.Entry<String, List<String>> entry : parameters.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(parameter)) {
        return entry.getValue();
      }
    }
    return List.of();
  }

  private @Nullable String first(String parameter) {
    List<String> values = all(parameter);
    return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
  }
}
