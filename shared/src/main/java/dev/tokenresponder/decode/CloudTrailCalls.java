package dev.tokenresponder.decode;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.PrincipalType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The calls that say more about credentials than that one was used: what the call means, and which
 * request parameter names its target.
 */
final class CloudTrailCalls {

  /**
   * One call.
   *
   * @param parameter the request parameter that names the target; null when none does
   * @param targetType what the target is
   * @param optional the parameter may be left out, and then the caller is the target
   */
  record Call(
      Activity activity, @Nullable String parameter, PrincipalType targetType, boolean optional) {}

  private static final Call USE = new Call(Activity.USE, null, PrincipalType.RESOURCE, true);
  private static final Map<String, Call> CALLS = new HashMap<>();

  static {
    sts();
    iam();
    others();
  }

  private CloudTrailCalls() {}

  static Call of(String eventSource, String eventName) {
    int dot = eventSource.indexOf('.');
    String service = dot < 0 ? eventSource : eventSource.substring(0, dot);
    return CALLS.getOrDefault(service + ":" + eventName, USE);
  }

  /** The names of the calls with one of these meanings. */
  static Set<String> names(Set<Activity> activities) {
    Set<String> names = new TreeSet<>();
    CALLS.forEach(
        (key, call) -> {
          if (activities.contains(call.activity())) {
            names.add(key.substring(key.indexOf(':') + 1));
          }
        });
    return names;
  }

  private static void sts() {
    for (String name : new String[] {"", "WithSAML", "WithWebIdentity"}) {
      need("sts:AssumeRole" + name, Activity.ISSUE, "roleArn", PrincipalType.ROLE);
    }
    need("sts:AssumeRoot", Activity.ISSUE, "targetPrincipal", PrincipalType.ROOT);
    optional("sts:GetSessionToken", Activity.ISSUE, null, PrincipalType.USER);
    optional("sts:GetFederationToken", Activity.ISSUE, null, PrincipalType.USER);
  }

  private static void iam() {
    optional("iam:CreateAccessKey", Activity.ISSUE, "userName", PrincipalType.USER);
    optional("iam:UpdateAccessKey", Activity.CHANGE, "userName", PrincipalType.USER);
    optional("iam:DeleteAccessKey", Activity.REVOKE, "userName", PrincipalType.USER);
    need("iam:CreateLoginProfile", Activity.ISSUE, "userName", PrincipalType.USER);
    need("iam:UpdateLoginProfile", Activity.CHANGE, "userName", PrincipalType.USER);
    need("iam:DeleteLoginProfile", Activity.REVOKE, "userName", PrincipalType.USER);
    need("iam:CreateUser", Activity.CREATE, "userName", PrincipalType.USER);
    need("iam:CreateRole", Activity.WIDEN, "roleName", PrincipalType.ROLE);
    need("iam:UpdateAssumeRolePolicy", Activity.WIDEN, "roleName", PrincipalType.ROLE);
    for (String verb : new String[] {"Attach", "Put"}) {
      need("iam:" + verb + "UserPolicy", Activity.GRANT, "userName", PrincipalType.USER);
      need("iam:" + verb + "RolePolicy", Activity.GRANT, "roleName", PrincipalType.ROLE);
      need("iam:" + verb + "GroupPolicy", Activity.GRANT, "groupName", PrincipalType.RESOURCE);
    }
    need("iam:CreateSAMLProvider", Activity.CREATE, "name", PrincipalType.IDENTITY_PROVIDER);
    provider("iam:UpdateSAMLProvider", "sAMLProviderArn");
    need(
        "iam:CreateOpenIDConnectProvider", Activity.CREATE, "url", PrincipalType.IDENTITY_PROVIDER);
    provider("iam:AddClientIDToOpenIDConnectProvider", "openIDConnectProviderArn");
    provider("iam:UpdateOpenIDConnectProviderThumbprint", "openIDConnectProviderArn");
  }

  private static void others() {
    optional("signin:ConsoleLogin", Activity.SIGN_IN, null, PrincipalType.USER);
    optional("signin:GetSigninToken", Activity.ISSUE, null, PrincipalType.USER);
    for (String service : new String[] {"sso", "sso-oauth"}) {
      optional(service + ":CreateToken", Activity.ISSUE, null, PrincipalType.USER);
    }
    optional("sso:GetRoleCredentials", Activity.ISSUE, null, PrincipalType.ROLE);
    need(
        "rolesanywhere:CreateTrustAnchor",
        Activity.CREATE,
        "name",
        PrincipalType.IDENTITY_PROVIDER);
    provider("rolesanywhere:UpdateTrustAnchor", "trustAnchorId");
    provider("rolesanywhere:EnableTrustAnchor", "trustAnchorId");
    need("rolesanywhere:CreateProfile", Activity.WIDEN, "name", PrincipalType.RESOURCE);
    optional("rolesanywhere:CreateSession", Activity.ISSUE, "roleArn", PrincipalType.ROLE);
  }

  private static void need(String call, Activity activity, String parameter, PrincipalType type) {
    CALLS.put(call, new Call(activity, parameter, type, false));
  }

  private static void optional(
      String call, Activity activity, @Nullable String parameter, PrincipalType type) {
    CALLS.put(call, new Call(activity, parameter, type, true));
  }

  private static void provider(String call, String parameter) {
    CALLS.put(call, new Call(Activity.CHANGE, parameter, PrincipalType.IDENTITY_PROVIDER, true));
  }
}
