package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The few calls of Microsoft Graph v1.0 that the actions need (Microsoft Graph REST reference, the
 * page is named at each). What is asked for by id and is not there is empty; an answer that lacks
 * what the page promises is retryable.
 */
final class Graph {
  private static final String ROOT = "/v1.0";

  private static final String SELECT = "?$select=id,appId,accountEnabled,appOwnerOrganizationId";

  /** Longer lists are for a person to look at. */
  private static final int MOST_PAGES = 20;

  private final EntraApi api;

  Graph(EntraApi api) {
    this.api = api;
  }

  /**
   * "Get a user"; permission {@code User.Read.All}.
   *
   * @param person object id or user principal name
   */
  Optional<DirectoryUser> user(String person) {
    return found(
            "look at user " + person,
            "/users/"
                + ApiRequest.encode(person)
                + "?$select=id,userPrincipalName,accountEnabled,signInSessionsValidFromDateTime")
        .map(
            body ->
                new DirectoryUser(
                    text(body, "id"),
                    text(body, "userPrincipalName"),
                    flag(body, "accountEnabled"),
                    time(body, "signInSessionsValidFromDateTime")));
  }

  /** "user: revokeSignInSessions"; permission {@code User.RevokeSessions.All}. */
  void revokeSessions(String userId) {
    api.call(
        ApiRequest.send(
            "revoke the sessions of user " + userId,
            "POST",
            ROOT + "/users/" + userId + "/revokeSignInSessions"));
  }

  /** "Update user"; permissions {@code User.EnableDisableAccount.All}, {@code User.Read.All}. */
  void enableUser(String userId, boolean enabled) {
    patch("/users/" + userId, JsonNodeFactory.instance.objectNode().put("accountEnabled", enabled));
  }

  /** "Get servicePrincipal"; permission {@code Application.Read.All}. */
  Optional<ServicePrincipal> servicePrincipal(DirectoryName name) {
    return found("look at service principal " + name.id(), name.path("servicePrincipals") + SELECT)
        .map(
            body ->
                new ServicePrincipal(
                    text(body, "id"),
                    text(body, "appId"),
                    flag(body, "accountEnabled"),
                    body.path("appOwnerOrganizationId").asText("")));
  }

  /**
   * "Get application", "Get servicePrincipal"; permission {@code Application.Read.All}.
   *
   * @param kind {@code applications} or {@code servicePrincipals}
   */
  Optional<String> objectId(String kind, DirectoryName name) {
    return found("look up " + name.id() + " among " + kind, name.path(kind) + "?$select=id")
        .map(body -> text(body, "id"));
  }

  /** "Update servicePrincipal"; permission {@code Application.ReadWrite.All}. */
  void enableServicePrincipal(String id, boolean enabled) {
    patch(
        "/servicePrincipals/" + id,
        JsonNodeFactory.instance.objectNode().put("accountEnabled", enabled));
  }

  /**
   * "List oauth2PermissionGrants granted to a service principal"; permission {@code
   * DelegatedPermissionGrant.ReadWrite.All}.
   */
  List<PermissionGrant> grants(String servicePrincipal) {
    return grants(list("/servicePrincipals/" + servicePrincipal + "/oauth2PermissionGrants"));
  }

  /**
   * "List oauth2PermissionGrants", of one person; permission {@code
   * DelegatedPermissionGrant.ReadWrite.All}. The list below a user is not for applications.
   *
   * @param person an object id
   */
  List<PermissionGrant> grants(String servicePrincipal, String person) {
    return filteredGrants(servicePrincipal, "principalId eq '" + person + "'").stream()
        .filter(grant -> !grant.everybody() && grant.person().equals(person))
        .toList();
  }

  /** The same, for everybody. */
  List<PermissionGrant> grantsForEverybody(String servicePrincipal) {
    return filteredGrants(servicePrincipal, "consentType eq 'AllPrincipals'").stream()
        .filter(PermissionGrant::everybody)
        .toList();
  }

  private List<PermissionGrant> filteredGrants(String servicePrincipal, String whose) {
    String filter = "clientId eq '" + servicePrincipal + "' and " + whose;
    return grants(list("/oauth2PermissionGrants?$filter=" + ApiRequest.encode(filter))).stream()
        .filter(grant -> grant.client().equals(servicePrincipal))
        .toList();
  }

  private static List<PermissionGrant> grants(List<JsonNode> listed) {
    return listed.stream()
        .map(
            grant ->
                new PermissionGrant(
                    text(grant, "id"),
                    text(grant, "clientId"),
                    text(grant, "consentType").equals("AllPrincipals"),
                    grant.path("principalId").asText(""),
                    text(grant, "resourceId"),
                    grant.path("scope").asText("")))
        .toList();
  }

  /** "Delete oAuth2PermissionGrant"; permission {@code DelegatedPermissionGrant.ReadWrite.All}. */
  void delete(PermissionGrant grant) {
    delete("/oauth2PermissionGrants/" + ApiRequest.encode(grant.id()));
  }

  /** "Create oAuth2PermissionGrant"; permission {@code DelegatedPermissionGrant.ReadWrite.All}. */
  void create(PermissionGrant grant) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("clientId", grant.client())
            .put("consentType", grant.everybody() ? "AllPrincipals" : "Principal")
            .put("resourceId", grant.resource())
            .put("scope", grant.scope());
    if (!grant.everybody()) {
      body.put("principalId", grant.person());
    }
    post("give a permission again", "/oauth2PermissionGrants", body);
  }

  /**
   * "List appRoleAssignments granted to a service principal"; permission {@code
   * Application.Read.All}.
   */
  List<RoleAssignment> assignments(String servicePrincipal) {
    return list("/servicePrincipals/" + servicePrincipal + "/appRoleAssignments").stream()
        .map(
            assignment ->
                new RoleAssignment(
                    text(assignment, "id"),
                    text(assignment, "principalId"),
                    text(assignment, "resourceId"),
                    text(assignment, "appRoleId")))
        .toList();
  }

  /** "Delete appRoleAssignment"; permission {@code AppRoleAssignment.ReadWrite.All}. */
  void delete(RoleAssignment assignment) {
    delete(
        "/servicePrincipals/"
            + assignment.principal()
            + "/appRoleAssignments/"
            + ApiRequest.encode(assignment.id()));
  }

  /**
   * "Grant an appRoleAssignment to a service principal"; permissions {@code
   * AppRoleAssignment.ReadWrite.All}, {@code Application.Read.All}.
   */
  void create(RoleAssignment assignment) {
    post(
        "give a role again",
        "/servicePrincipals/" + assignment.principal() + "/appRoleAssignments",
        JsonNodeFactory.instance
            .objectNode()
            .put("principalId", assignment.principal())
            .put("resourceId", assignment.resource())
            .put("appRoleId", assignment.role()));
  }

  /**
   * "Get application", "Get servicePrincipal"; permission {@code Application.Read.All}. Keys come
   * whole only when they are selected, of one object.
   *
   * @param kind {@code applications} or {@code servicePrincipals}
   */
  Optional<CredentialHolder> credentials(String kind, DirectoryName name) {
    return found(
            "look at the credentials of " + name.id(),
            name.path(kind) + "?$select=id,appId,passwordCredentials,keyCredentials")
        .map(
            body -> {
              List<JsonNode> keys = new ArrayList<>();
              body.path("keyCredentials").forEach(keys::add);
              return new CredentialHolder(
                  "/" + kind + "/" + text(body, "id"),
                  text(body, "appId"),
                  new HashSet<>(body.path("passwordCredentials").findValuesAsText("keyId")),
                  keys);
            });
  }

  /**
   * "application: removePassword", "servicePrincipal: removePassword"; permission {@code
   * Application.ReadWrite.All}. Asked for again after a lost answer, the password is not found,
   * which is a bad request; whether it is gone is for the caller to read back.
   */
  void removePassword(CredentialHolder holder, String keyId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("keyId", keyId);
    api.call(
        ApiRequest.send(
                "remove password " + keyId, "POST", ROOT + holder.path() + "/removePassword", body)
            .accepting(400, 404));
  }

  /** "Update application", "Update servicePrincipal": what is left out of the list is removed. */
  void setKeys(CredentialHolder holder, List<JsonNode> keys) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("keyCredentials").addAll(keys);
    patch(holder.path(), body);
  }

  private Optional<JsonNode> found(String what, String path) {
    ApiResponse response = api.call(ApiRequest.get(what, ROOT + path).accepting(404));
    return response.isNotFound() ? Optional.empty() : Optional.of(response.body());
  }

  private void patch(String path, ObjectNode body) {
    api.call(ApiRequest.send("change " + path, "PATCH", ROOT + path, body));
  }

  /**
   * What is there already, is refused, or is for something that is gone is for the caller to read
   * back.
   */
  private void post(String what, String path, ObjectNode body) {
    api.call(ApiRequest.send(what, "POST", ROOT + path, body).accepting(400, 404, 409));
  }

  /** What is gone already is as good as deleted. */
  private void delete(String path) {
    api.call(ApiRequest.delete("remove a permission", ROOT + path).accepting(404));
  }

  /** All pages ("Paging Microsoft Graph data in your app"); the host of the next one stays ours. */
  private List<JsonNode> list(String path) {
    List<JsonNode> all = new ArrayList<>();
    String next = ROOT + path;
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode body = api.call(ApiRequest.get("list permissions", next)).body();
      if (!body.path("value").isArray()) {
        throw lacks("value");
      }
      body.path("value").forEach(all::add);
      JsonNode link = body.path("@odata.nextLink");
      if (!link.isTextual()) {
        return all;
      }
      next = pathOf(link.textValue());
    }
    throw ActionException.permanent("it has more permissions than are removed at once");
  }

  private static String pathOf(String link) {
    try {
      URI uri = URI.create(link);
      String path = String.valueOf(uri.getRawPath());
      if (path.startsWith(ROOT + "/") && uri.getRawQuery() != null) {
        return path + "?" + uri.getRawQuery();
      }
    } catch (IllegalArgumentException e) {
      throw lacks("@odata.nextLink");
    }
    throw lacks("@odata.nextLink");
  }

  private static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw lacks(name);
    }
    return value.textValue();
  }

  private static boolean flag(JsonNode body, String name) {
    if (!body.path(name).isBoolean()) {
      throw lacks(name);
    }
    return body.path(name).booleanValue();
  }

  private static Instant time(JsonNode body, String name) {
    try {
      return Instant.parse(text(body, name));
    } catch (DateTimeException e) {
      throw lacks(name);
    }
  }

  private static ActionException lacks(String name) {
    return ActionException.retryable("Microsoft Graph answered without '" + name + "'", null);
  }
}
