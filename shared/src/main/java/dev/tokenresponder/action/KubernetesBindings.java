package dev.tokenresponder.action;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.BoundObject;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the actions in Kubernetes find their target. Names become part of addresses, so only
 * documented shapes pass (Kubernetes, "Object Names and IDs"; names in RBAC are path segments).
 */
final class KubernetesBindings {
  /** More subjects than this in one event are for a person to look at. */
  private static final int MOST = 20;

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final String NAME = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";
  private static final Pattern NAMESPACE_SHAPE = Pattern.compile(LABEL);
  private static final Pattern NAME_SHAPE = Pattern.compile(NAME);
  private static final Pattern UID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern ACCOUNT =
      Pattern.compile("system:serviceaccount:(" + LABEL + "):(" + NAME + ")");

  /** A service account, by its own name or by that of the user as which it signs in. */
  private static final Pattern MEMBER_ACCOUNT =
      Pattern.compile(
          "(?:ServiceAccount:|User:system:serviceaccount:)(" + LABEL + ")[/:](" + NAME + ")");

  private static final Set<String> EVERYBODY =
      Set.of(
          "system:anonymous",
          "system:unauthenticated",
          "system:authenticated",
          "system:serviceaccounts");

  private static final Pattern TARGET = Pattern.compile("(\\S+) (?:([^/ ]+)/)?([^/ ]+)");
  private static final Pattern BINDING = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,252}");
  private static final Pattern SUBJECT =
      Pattern.compile(
          "ServiceAccount:" + LABEL + "/" + NAME + "|(?:User|Group):[A-Za-z0-9][!-~]{0,255}");

  private KubernetesBindings() {}

  static List<Binding> tokenPod(Subject subject) {
    Credential credential = token(subject);
    BoundObject pod = credential == null ? null : credential.boundTo();
    return credential == null || pod == null || !pod.kind().equals("Pod")
        ? List.of()
        : List.of(pod(subject, credential.principal(), pod));
  }

  static List<Binding> quarantine(Subject subject) {
    List<Binding> byToken = tokenPod(subject);
    if (!byToken.isEmpty()) {
      return byToken;
    }
    Matcher target = target(subject.event(), "pods/exec");
    return target == null
        ? List.of()
        : List.of(entered(subject, String.valueOf(target.group(2)), target.group(3)));
  }

  /** A pod in which somebody ran something; the record does not give its UID. */
  private static Binding entered(Subject subject, String namespace, String name) {
    String target = namespace + "/pods/" + name;
    if (!isNamed(namespace, name)) {
      return refused(subject, target, "that is not the name of a pod");
    }
    Map<String, String> arguments =
        arguments(subject, namespace, subject.event().actor().display());
    arguments.put(Arguments.POD, name);
    giver(subject, arguments);
    return new Binding.Bound(
        at(subject, target),
        subject.event().account(),
        arguments,
        List.of(subject.event().actor()),
        "the record names the pod but not its UID");
  }

  private static Binding pod(Subject subject, Principal account, BoundObject pod) {
    String target = pod.namespace() + "/pods/" + pod.name();
    if (!isNamed(pod.namespace(), pod.name())) {
      return refused(subject, target, "that is not the name of a pod");
    }
    String uid = pod.uid();
    if (uid == null || !UID.matcher(uid).matches()) {
      return refused(subject, target, "the record does not give the UID of the pod");
    }
    Map<String, String> arguments = arguments(subject, pod.namespace(), account.display());
    arguments.put(Arguments.POD, pod.name());
    arguments.put(Arguments.POD_UID, uid);
    return bound(subject, target, arguments, List.of(placed(account, subject)), pod.namespace());
  }

  static List<Binding> tokenSecret(Subject subject) {
    Credential credential = token(subject);
    BoundObject object = credential == null ? null : credential.boundTo();
    if (credential != null && object != null && object.kind().equals("Secret")) {
      Principal account = credential.principal();
      return List.of(secret(subject, account, object.namespace(), object.name(), false));
    }
    Matcher made = target(subject.event(), "secrets");
    boolean isToken = subject.event().activity() == Activity.ISSUE;
    return made == null || !isToken
        ? List.of()
        : List.of(
            secret(
                subject,
                subject.event().actor(),
                String.valueOf(made.group(2)),
                made.group(3),
                true));
  }

  /**
   * @param made whether the record is of its making, by {@code who}
   */
  private static Binding secret(
      Subject subject, Principal who, String namespace, String name, boolean made) {
    String target = namespace + "/secrets/" + name;
    if (!isNamed(namespace, name)) {
      return refused(subject, target, "that is not the name of a secret");
    }
    Map<String, String> arguments = arguments(subject, namespace, who.display());
    arguments.put(Arguments.SECRET, name);
    if (made) {
      giver(subject, arguments);
    }
    return bound(subject, target, arguments, List.of(placed(who, subject)), namespace);
  }

  static List<Binding> serviceAccount(Subject subject) {
    Credential credential = token(subject);
    if (credential == null
        || credential.boundTo() != null
        || credential.equals(subject.event().issued()) && !isTokenRequest(subject.event())) {
      return List.of();
    }
    Matcher account = ACCOUNT.matcher(String.valueOf(credential.principal().id()));
    if (!account.matches()) {
      return List.of(
          refused(
              subject,
              String.valueOf(credential.principal().id()),
              "that is not the name of a service account"));
    }
    String namespace = account.group(1);
    String name = namespace + "/" + account.group(2);
    Map<String, String> arguments = arguments(subject, namespace, name);
    arguments.put(Arguments.SERVICE_ACCOUNT, name);
    return List.of(
        bound(
            subject,
            namespace + "/serviceaccounts/" + account.group(2),
            arguments,
            List.of(placed(credential.principal(), subject)),
            namespace));
  }

  static List<Binding> bindingSubjects(Subject subject) {
    TokenEvent event = subject.event();
    Grant grant = event.grant();
    Matcher role = target(event, "rolebindings");
    Matcher target = role == null ? target(event, "clusterrolebindings") : role;
    if (grant == null || target == null) {
      return List.of();
    }
    String binding =
        (target.group(2) == null ? "" : target.group(2) + "/")
            + target.group(1)
            + "/"
            + target.group(3);
    List<Binding> bindings = new ArrayList<>();
    for (String member : new TreeSet<>(grant.members())) {
      if (bindings.size() == MOST) {
        bindings.add(refused(subject, binding, "it has more than " + MOST + " subjects"));
        break;
      }
      bindings.add(bindingSubject(subject, target, binding, member));
    }
    return bindings;
  }

  private static Binding bindingSubject(
      Subject subject, Matcher target, String binding, String member) {
    String namespace = target.group(2);
    String name = target.group(3);
    String what = member + " in " + binding;
    if (name.startsWith("system:")) {
      return refused(subject, what, "the cluster itself works through that binding");
    }
    boolean placed = namespace == null || NAMESPACE_SHAPE.matcher(namespace).matches();
    if (!placed || !BINDING.matcher(name).matches() || !SUBJECT.matcher(member).matches()) {
      return refused(subject, what, "the binding or subject is not one that Kubernetes documents");
    }
    Principal loser = subjectPrincipal(member, subject);
    Map<String, String> arguments = arguments(subject, namespace, loser.display());
    arguments.put(Arguments.BINDING, name);
    arguments.put(Arguments.BINDING_SUBJECT, member);
    TokenEvent event = subject.event();
    if (event.grant() != null && event.grant().roles().size() == 1) {
      arguments.put(Arguments.GRANTED_ROLE, event.grant().roles().iterator().next());
    }
    giver(subject, arguments);
    boolean isNew = event.name().startsWith("create ") || event.name().endsWith(".create");
    String system = caution(namespace);
    String caution = system == null ? cautionOf(member) : system;
    return new Binding.Bound(
        at(subject, what),
        event.account(),
        arguments,
        List.of(event.actor(), loser),
        caution == null && !isNew ? "the record does not tell which subjects are new" : caution);
  }

  /** {@code Kind:name} as the principal that loses. */
  private static Principal subjectPrincipal(String member, Subject subject) {
    String name = member.substring(member.indexOf(':') + 1);
    Matcher account = MEMBER_ACCOUNT.matcher(member);
    if (account.matches()) {
      return new Principal(
          PrincipalType.SERVICE_ACCOUNT,
          "system:serviceaccount:" + account.group(1) + ":" + account.group(2),
          account.group(1) + "/" + account.group(2),
          subject.event().account(),
          null);
    }
    PrincipalType type = member.startsWith("User:") ? PrincipalType.USER : PrincipalType.UNKNOWN;
    return new Principal(type, name, name, null, null);
  }

  /**
   * Components of the cluster sign in under names that begin with {@code system:} (Kubernetes,
   * "Using RBAC Authorization", "Referring to subjects"). Those that stand for everybody are none.
   */
  private static @Nullable String cautionOf(String member) {
    Matcher account = MEMBER_ACCOUNT.matcher(member);
    if (account.matches()) {
      return caution(account.group(1));
    }
    String name = member.substring(member.indexOf(':') + 1);
    return name.startsWith("system:") && !EVERYBODY.contains(name)
        ? "the cluster itself works through " + name
        : null;
  }

  /** Impersonation hands out no token: whom it was done to loses nothing for it. */
  private static boolean isTokenRequest(TokenEvent event) {
    return event.name().equals("create serviceaccounts/token")
        || event.name().endsWith(".serviceaccounts.token.create");
  }

  private static void giver(Subject subject, Map<String, String> arguments) {
    String id = subject.event().actor().id();
    if (id != null) {
      arguments.put(Arguments.GIVEN_BY, id);
    }
  }

  /** The token of a service account of a cluster. */
  private static @Nullable Credential token(Subject subject) {
    Credential credential = subject.credential();
    return credential != null
            && isKubernetes(subject.event())
            && credential.ref().kind() == CredentialKind.SERVICE_ACCOUNT_TOKEN
            && String.valueOf(credential.principal().id()).startsWith("system:serviceaccount:")
        ? credential
        : null;
  }

  private static boolean isKubernetes(TokenEvent event) {
    return event.source().equals("kubernetes.audit")
        || event.source().equals("gcp.audit") && event.name().startsWith("io.k8s.");
  }

  /** What was acted on, where it is of that kind: kind, namespace, name. */
  private static @Nullable Matcher target(TokenEvent event, String kind) {
    Principal target = event.target();
    if (target == null || target.name() == null || !isKubernetes(event)) {
      return null;
    }
    Matcher parts = TARGET.matcher(target.name());
    return target.type() == PrincipalType.RESOURCE && parts.matches() && parts.group(1).equals(kind)
        ? parts
        : null;
  }

  private static boolean isNamed(String namespace, String name) {
    return NAMESPACE_SHAPE.matcher(namespace).matches() && NAME_SHAPE.matcher(name).matches();
  }

  /** The same principal, with the account of the cluster, so that an exempt account is heeded. */
  private static Principal placed(Principal who, Subject subject) {
    return who.account() == null
        ? new Principal(who.type(), who.id(), who.name(), subject.event().account(), who.resource())
        : who;
  }

  private static Binding bound(
      Subject subject,
      String target,
      Map<String, String> arguments,
      List<Principal> affected,
      String namespace) {
    return new Binding.Bound(
        at(subject, target), subject.event().account(), arguments, affected, caution(namespace));
  }

  /** The namespaces of the cluster itself (Kubernetes, "Namespaces", "Initial namespaces"). */
  private static @Nullable String caution(@Nullable String namespace) {
    return namespace != null && namespace.startsWith("kube-")
        ? "the cluster itself works through " + namespace
        : null;
  }

  private static Map<String, String> arguments(
      Subject subject, @Nullable String namespace, String principal) {
    TokenEvent event = subject.event();
    Map<String, String> arguments = new TreeMap<>();
    arguments.put(Arguments.SEEN_AT, event.time().toString());
    arguments.put(Arguments.PRINCIPAL, principal);
    if (namespace != null) {
      arguments.put(Arguments.NAMESPACE, namespace);
    }
    if (event.cluster() != null) {
      arguments.put(Arguments.CLUSTER, event.cluster());
    }
    return arguments;
  }

  /** Two clusters may have things of the same name. */
  private static String at(Subject subject, String target) {
    String cluster = subject.event().cluster();
    return cluster == null ? target : target + " of " + cluster;
  }

  private static Binding refused(Subject subject, String target, String reason) {
    String shown = target.length() > 200 ? target.substring(0, 200) + "…" : target;
    return new Binding.Refused(shown, subject.event().account(), reason);
  }
}
