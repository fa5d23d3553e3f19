package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Grant.Condition;
import dev.tokenresponder.event.Grant.Membership;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Google Cloud that say more about credentials than that one was used, by the last
 * part of their name (IAM, "Audit logging for Identity and Access Management"; "Example logs for
 * service account usage"; "Example logs for workload identity federation").
 */
final class GoogleCalls {
  /** What the method means, and how to read the rest. */
  record Call(Activity activity, Details details) {}

  /** Reads what a method says beside who called. */
  @FunctionalInterface
  interface Details {
    void read(Part entry, Part payload, EventBuilder event);
  }

  private static final Set<String> FULL_CONTROL =
      Set.of(
          "roles/owner",
          "roles/editor",
          "roles/iam.securityAdmin",
          "roles/resourcemanager.organizationAdmin",
          "roles/resourcemanager.folderAdmin",
          "roles/resourcemanager.projectIamAdmin",
          "roles/iam.serviceAccountAdmin");

  /** What it means, the roles given say. */
  private static final String SET_POLICY = "SetIamPolicy";

  private static final Details RESOURCE = GoogleCalls::resource;
  private static final Call USE = new Call(Activity.USE, RESOURCE);
  private static final Map<String, Call> CALLS = new HashMap<>();

  static {
    for (String name : new String[] {"GenerateAccessToken", "GenerateIdToken", "SignJwt"}) {
      put(name, Activity.ISSUE, GoogleCalls::impersonation);
    }
    put("SignBlob", Activity.ISSUE, GoogleCalls::impersonation);
    put("ExchangeToken", Activity.ISSUE, GoogleCalls::exchange);
    put("CreateServiceAccountKey", Activity.ISSUE, GoogleCalls::newKey);
    put("UploadServiceAccountKey", Activity.ISSUE, GoogleCalls::newKey);
    put("EnableServiceAccountKey", Activity.CHANGE, GoogleCalls::account);
    put("DisableServiceAccountKey", Activity.REVOKE, GoogleCalls::account);
    put("DeleteServiceAccountKey", Activity.REVOKE, GoogleCalls::account);
    put("CreateServiceAccount", Activity.CREATE, GoogleCalls::account);
    put("EnableServiceAccount", Activity.CHANGE, GoogleCalls::account);
    put("DisableServiceAccount", Activity.REVOKE, GoogleCalls::account);
    put("DeleteServiceAccount", Activity.REVOKE, GoogleCalls::account);
    put(SET_POLICY, Activity.GRANT, GoogleCalls::policy);
    put("InsertProjectOwnershipInvite", Activity.GRANT, GoogleCalls::invitation);
    for (String what : new String[] {"WorkloadIdentityPool", "WorkforcePool"}) {
      for (String part : new String[] {"", "Provider"}) {
        put("Create" + what + part, Activity.CREATE, GoogleCalls::provider);
        put("Update" + what + part, Activity.CHANGE, GoogleCalls::provider);
        put("Undelete" + what + part, Activity.CHANGE, GoogleCalls::provider);
        put("Delete" + what + part, Activity.REVOKE, GoogleCalls::provider);
      }
    }
    put("CreateHmacKey", Activity.ISSUE, RESOURCE);
    put("CreateKey", Activity.ISSUE, RESOURCE);
  }

  private GoogleCalls() {}

  private static void put(String method, Activity activity, Details details) {
    CALLS.put(method.toLowerCase(Locale.ROOT), new Call(activity, details));
  }

  /** The last parts of the names, in small letters, of the methods with one of these meanings. */
  static Set<String> names(Set<Activity> activities) {
    Set<String> names = new TreeSet<>();
    CALLS.forEach(
        (name, call) -> {
          if (activities.contains(call.activity())) {
            names.add(name);
          }
        });
    if (activities.contains(Activity.WIDEN)) {
      names.add(SET_POLICY.toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /** Methods come with and without their service in front, and in several spellings. */
  static Call of(String method) {
    String last = method.substring(Math.max(method.lastIndexOf('.'), method.lastIndexOf('/')) + 1);
    return CALLS.getOrDefault(last.toLowerCase(Locale.ROOT), USE);
  }

  private static void resource(Part entry, Part payload, EventBuilder event) {
    event.target(named(PrincipalType.RESOURCE, payload.text("resourceName")));
  }

  private static @Nullable Principal named(PrincipalType type, @Nullable String name) {
    return name == null ? null : new Principal(type, null, name, null, null);
  }

  /** The service account: by the entry's resource, else by the end of the request's name. */
  private static @Nullable Principal serviceAccount(Part entry, Part payload) {
    String email = entry.at("resource").at("labels").text("email_id");
    if (email == null) {
      String name = payload.at("request").text("name");
      String path = name == null ? payload.text("resourceName") : name;
      int at = path == null ? -1 : path.indexOf("serviceAccounts/");
      if (path == null || at < 0) {
        return null;
      }
      String rest = path.substring(at + "serviceAccounts/".length());
      int slash = rest.indexOf('/');
      email = slash < 0 ? rest : rest.substring(0, slash);
    }
    return email.indexOf('@') < 0
        ? new Principal(PrincipalType.SERVICE_ACCOUNT, email, null, null, null)
        : GooglePrincipals.email(email);
  }

  private static void account(Part entry, Part payload, EventBuilder event) {
    event.target(serviceAccount(entry, payload));
  }

  private static void impersonation(Part entry, Part payload, EventBuilder event) {
    Principal account = serviceAccount(entry, payload);
    event.target(account);
    if (account != null) {
      event.issued(CredentialKind.SERVICE_ACCOUNT_TOKEN, account.id(), account);
    }
    JsonNode delegates = payload.at("request").node().path("delegates");
    JsonNode last = delegates.path(delegates.size() - 1);
    if (last.isTextual()) {
      String name = last.textValue();
      event.parent(CredentialKind.SERVICE_ACCOUNT_TOKEN, name.substring(name.lastIndexOf('/') + 1));
    }
  }

  /** The token that comes out speaks for {@code mapped_principal}. */
  private static void exchange(Part entry, Part payload, EventBuilder event) {
    provider(entry, payload, event);
    String mapped = payload.at("metadata").text("mapped_principal");
    if (mapped != null) {
      Principal holder = GooglePrincipals.of(null, mapped);
      event.issued(GooglePrincipals.kind(holder), mapped, holder);
    }
  }

  private static void newKey(Part entry, Part payload, EventBuilder event) {
    Principal account = serviceAccount(entry, payload);
    event.target(account);
    if (account != null) {
      event.issued(CredentialKind.KEY, payload.at("response").text("name"), account);
    }
  }

  private static void provider(Part entry, Part payload, EventBuilder event) {
    event.target(named(PrincipalType.IDENTITY_PROVIDER, payload.text("resourceName")));
  }

  private static void invitation(Part entry, Part payload, EventBuilder event) {
    resource(entry, payload, event);
    String member = payload.at("request").text("member");
    if (member != null) {
      event.grant(grant(Set.of("roles/owner"), Set.of(member), event, payload));
    }
  }

  /** What the change added, by {@code policyDelta}; the policy as a whole tells nothing new. */
  private static void policy(Part entry, Part payload, EventBuilder event) {
    boolean ofAccount =
        "service_account".equals(entry.at("resource").text("type"))
            || String.valueOf(payload.text("resourceName")).contains("/serviceAccounts/");
    event.target(
        ofAccount
            ? serviceAccount(entry, payload)
            : named(PrincipalType.RESOURCE, payload.text("resourceName")));
    Set<String> roles = new TreeSet<>();
    Set<String> members = new TreeSet<>();
    List<Membership> memberships = new ArrayList<>();
    for (Part holder : new Part[] {payload.at("serviceData"), payload.at("metadata")}) {
      for (Part delta : holder.at("policyDelta").list("bindingDeltas")) {
        String role = delta.text("role");
        String member = delta.text("member");
        if ("ADD".equals(delta.text("action")) && role != null && member != null) {
          roles.add(role);
          members.add(member);
          memberships.add(membership(role, member, delta, event, payload));
        }
      }
    }
    boolean opensCredentials = roles.stream().anyMatch(GoogleCalls::opensCredentials);
    event.activity(ofAccount || opensCredentials ? Activity.WIDEN : Activity.GRANT);
    event.grant(roles.isEmpty() ? null : grant(roles, members, event, payload).of(memberships));
  }

  private static Membership membership(
      String role, String member, Part delta, EventBuilder event, Part payload) {
    return new Membership(
        role,
        member,
        GooglePrincipals.member(member),
        GooglePrincipals.isEveryone(member) ? member : outside(member, event, payload),
        FULL_CONTROL.contains(role) || opensCredentials(role),
        condition(delta.at("condition")));
  }

  private static @Nullable Condition condition(Part condition) {
    String expression = condition.text("expression");
    return expression == null
        ? null
        : new Condition(Objects.requireNonNullElse(condition.text("title"), ""), expression);
  }

  /** Roles that let their holder obtain other principals' credentials. */
  private static boolean opensCredentials(String role) {
    return role.startsWith("roles/iam.serviceAccountTokenCreator")
        || role.equals("roles/iam.serviceAccountUser")
        || role.equals("roles/iam.serviceAccountKeyAdmin")
        || role.equals("roles/iam.serviceAccountOpenIdTokenCreator")
        || role.equals("roles/iam.workloadIdentityUser");
  }

  private static Grant grant(
      Set<String> roles, Set<String> members, EventBuilder event, Part payload) {
    Set<String> accounts = new TreeSet<>();
    for (String member : members) {
      String account = outside(member, event, payload);
      if (account != null && !GooglePrincipals.isEveryone(member)) {
        accounts.add(account);
      }
    }
    return Grant.ofRoles(
        members.stream().anyMatch(GooglePrincipals::isEveryone),
        accounts,
        roles.stream().anyMatch(FULL_CONTROL::contains),
        roles,
        members);
  }

  /** Where a member is from; null when it is the resource's own project or the giver's domain. */
  private static @Nullable String outside(String member, EventBuilder event, Part payload) {
    String domain = event.actor().account();
    String account = GooglePrincipals.account(member);
    boolean own =
        account.equals(ownAccount(payload, event))
            || account.equals(domain) && !GooglePrincipals.isConsumer(domain);
    return own ? null : account;
  }

  private static @Nullable String ownAccount(Part payload, EventBuilder event) {
    JsonNode name = payload.node().path("resourceName");
    String text = name.asText();
    String[] parts = text.split("/");
    boolean named = parts.length > 1 && parts[0].equals("projects") && !parts[1].equals("-");
    return named ? parts[1] : event.account();
  }
}
