package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.BoundObject;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request to a Kubernetes API server, in whichever log it stands (Kubernetes, "Auditing";
 * "kube-apiserver Audit Configuration (v1)").
 *
 * @param resource in the plural, as in paths: {@code secrets}
 * @param request the object sent, where the audit policy records it
 * @param response the object answered
 */
record Kubernetes(
    String verb,
    @Nullable String resource,
    @Nullable String subresource,
    @Nullable String namespace,
    @Nullable String name,
    Part request,
    Part response) {
  private static final Pattern GOOGLE =
      Pattern.compile("io\\.k8s\\..*?\\.v[0-9]+[a-z0-9]*\\.([a-z]+)(?:\\.([a-z/]+))?\\.([a-z]+)");
  private static final Pattern PATH =
      Pattern.compile("(?:.*/)?namespaces/([^/]+)/[a-z]+/([^/]+)(?:/.*)?");
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:([^:]+):([^:]+)");

  /** The request behind an audit entry of GKE, whose method names resource and verb. */
  static Kubernetes ofGoogle(Part payload, String method) {
    Matcher parts = GOOGLE.matcher(method);
    boolean known = parts.matches();
    String path = String.valueOf(payload.text("resourceName"));
    Matcher place = PATH.matcher(path);
    boolean namespaced = place.matches();
    return new Kubernetes(
        known ? parts.group(3) : "",
        known ? parts.group(1) : null,
        known ? parts.group(2) : null,
        namespaced ? place.group(1) : null,
        namespaced ? place.group(2) : path.substring(path.lastIndexOf('/') + 1),
        payload.at("request"),
        payload.at("response"));
  }

  /** What GKE's names of the requests with one of these meanings contain; not of a mere use. */
  static Set<String> ofGoogle(Set<Activity> activities) {
    Set<String> parts = new TreeSet<>();
    if (activities.contains(Activity.ISSUE)) {
      parts.add("serviceaccounts.token.create");
      parts.add("certificatesigningrequests.");
      Stream.of("create", "update", "patch").map("secrets."::concat).forEach(parts::add);
    }
    if (activities.contains(Activity.GRANT)) {
      parts.add("rolebindings.");
    }
    if (activities.contains(Activity.CHANGE)) {
      parts.add("roles.");
    }
    if (activities.contains(Activity.CREATE)) {
      parts.add("serviceaccounts.create");
    }
    return parts;
  }

  /** Who a user name of Kubernetes stands for. */
  static Principal principal(String user) {
    Matcher account = SERVICE_ACCOUNT.matcher(user);
    if (account.matches()) {
      return new Principal(
          PrincipalType.SERVICE_ACCOUNT,
          user,
          account.group(1) + "/" + account.group(2),
          null,
          null);
    }
    if (user.equals("system:anonymous")) {
      return new Principal(PrincipalType.ANONYMOUS, user, user, null, null);
    }
    PrincipalType type = user.startsWith("system:") ? PrincipalType.SERVICE : PrincipalType.USER;
    return new Principal(type, user, user, GooglePrincipals.domain(user), null);
  }

  /** Says what the request means for credentials. */
  void tell(EventBuilder event) {
    event.target(target());
    event.activity(activity());
    if (isTokenRequest()) {
      Principal account = serviceAccount(namespace, name);
      event.target(account).issued(CredentialKind.SERVICE_ACCOUNT_TOKEN, account.id(), account);
      BoundObject object = boundObject();
      if (object != null) {
        event.issuedBoundTo(object);
      }
    } else if (isBinding() && changes()) {
      event.grant(binding());
    } else if (isRole() && changes()) {
      event.grant(Grant.ofRoles(false, Set.of(), holdsWildcard(), Set.of(), Set.of()));
    }
  }

  /** The namespace of a service account; null for anybody else. */
  static @Nullable String namespace(Principal principal) {
    Matcher account = SERVICE_ACCOUNT.matcher(String.valueOf(principal.id()));
    return account.matches() ? account.group(1) : null;
  }

  /** What the token that is asked for dies with; null when it is bound to nothing. */
  @Nullable BoundObject boundObject() {
    Part object = written("spec").at("spec").at("boundObjectRef");
    String kind = object.text("kind");
    String which = object.text("name");
    return kind == null || which == null || namespace == null
        ? null
        : new BoundObject(kind, namespace, which, object.text("uid"));
  }

  private Activity activity() {
    if (isTokenRequest() || isTokenSecret() || "certificatesigningrequests".equals(resource)) {
      return changes() || isTokenRequest() ? Activity.ISSUE : Activity.USE;
    }
    if (isBinding() && changes()) {
      return Activity.GRANT;
    }
    if (isRole() && changes()) {
      return Activity.CHANGE;
    }
    return "serviceaccounts".equals(resource) && verb.equals("create")
        ? Activity.CREATE
        : Activity.USE;
  }

  private boolean changes() {
    return verb.equals("create") || verb.equals("update") || verb.equals("patch");
  }

  boolean isTokenRequest() {
    return "serviceaccounts".equals(resource)
        && "token".equals(subresource)
        && verb.equals("create");
  }

  private boolean isTokenSecret() {
    return "secrets".equals(resource)
        && "kubernetes.io/service-account-token".equals(request.text("type"));
  }

  private boolean isBinding() {
    return "rolebindings".equals(resource) || "clusterrolebindings".equals(resource);
  }

  private boolean isRole() {
    return "roles".equals(resource) || "clusterroles".equals(resource);
  }

  private @Nullable Principal target() {
    if (resource == null) {
      return null;
    }
    String kind = subresource == null ? resource : resource + "/" + subresource;
    String place = namespace == null ? "" : namespace + "/";
    return new Principal(
        PrincipalType.RESOURCE, null, kind + " " + place + (name == null ? "*" : name), null, null);
  }

  private static Principal serviceAccount(@Nullable String namespace, @Nullable String name) {
    return principal("system:serviceaccount:" + namespace + ":" + name);
  }

  /** The object as it is now, where it was answered; else what was sent. */
  private Part written(String part) {
    return response.node().has(part) ? response : request;
  }

  private Grant binding() {
    Set<String> members = new TreeSet<>();
    boolean everyone = false;
    for (Part subject : written("subjects").list("subjects")) {
      String kind = subject.text("kind");
      String who = subject.text("name");
      if (kind != null && who != null) {
        String place = subject.text("namespace");
        members.add(kind + ":" + (place == null ? "" : place + "/") + who);
        everyone |=
            who.equals("system:anonymous")
                || who.equals("system:unauthenticated")
                || who.equals("system:authenticated")
                || who.equals("system:serviceaccounts");
      }
    }
    String role = written("roleRef").at("roleRef").text("name");
    boolean full = "clusterrolebindings".equals(resource) && "cluster-admin".equals(role);
    return Grant.ofRoles(everyone, Set.of(), full, role == null ? Set.of() : Set.of(role), members);
  }

  /** Whether a role's rules hold everything of something. */
  private boolean holdsWildcard() {
    for (Part rule : written("rules").list("rules")) {
      boolean resources = has(rule, "resources");
      boolean verbs = has(rule, "verbs");
      if (resources && verbs || verbs && isSensitive(rule) || resources && has(rule, "apiGroups")) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Part rule, String list) {
    return contains(rule, list, "*");
  }

  private static boolean isSensitive(Part rule) {
    return contains(rule, "resources", "secrets") || contains(rule, "resources", "pods");
  }

  private static boolean contains(Part rule, String list, String value) {
    for (JsonNode element : rule.node().path(list)) {
      if (value.equals(element.textValue())) {
        return true;
      }
    }
    return false;
  }
}
