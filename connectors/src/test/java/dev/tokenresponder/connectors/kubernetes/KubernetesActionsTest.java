package dev.tokenresponder.connectors.kubernetes;

import static dev.tokenresponder.connectors.kubernetes.KubernetesActions.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.connectors.kubernetes.KubernetesDouble.Kind;
import dev.tokenresponder.connectors.notify.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every action on what answers like an API server, with only the permissions it declares. */
class KubernetesActionsTest {
  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final String POD = PODS + "/web-0";
  private static final String SECRETS = "/api/v1/namespaces/platform/secrets";
  private static final String SECRET = SECRETS + "/deploy-admin-token";
  private static final String ACCOUNTS = "/api/v1/namespaces/platform/serviceaccounts";
  private static final String ACCOUNT = ACCOUNTS + "/deploy-admin";
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String BINDING = RBAC + "/clusterrolebindings/web-debug";
  private static final String LOCAL = RBAC + "/namespaces/shop/rolebindings/web-debug";
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
  private static final String WEB = "ServiceAccount:shop/web";

  static List<ActionRequest> requests() {
    return List.of(pod("delete-token-pod"), pod("quarantine-pod"), secret(), removal(), account());
  }

  private static ActionRequest pod(String action) {
    return request(
        action,
        "shop/pods/web-0",
        Map.of("namespace", "shop", "pod", "web-0", "pod_uid", podUid(), "principal", "shop/web"));
  }

  /** The mock gives UIDs of its own, so they are read from it. */
  private static String podUid() {
    return "the-uid-of-the-pod";
  }

  private static ActionRequest secret() {
    return request(
        "delete-token-secret",
        "platform/secrets/deploy-admin-token",
        Map.of(
            "namespace", "platform",
            "secret", "deploy-admin-token",
            "principal", "platform/deploy-admin"));
  }

  private static ActionRequest removal() {
    return request(
        "remove-binding-subject",
        WEB + " in clusterrolebindings/web-debug",
        Map.of("binding", "web-debug", "binding_subject", WEB, "granted_role", "cluster-admin"));
  }

  private static ActionRequest localRemoval() {
    return request(
        "remove-binding-subject",
        WEB + " in shop/rolebindings/web-debug",
        Map.of(
            "namespace", "shop",
            "binding", "web-debug",
            "binding_subject", WEB,
            "granted_role", "editor"));
  }

  private static ActionRequest account() {
    return request(
        "recreate-service-account",
        "platform/serviceaccounts/deploy-admin",
        Map.of("namespace", "platform", "service_account", "platform/deploy-admin"));
  }

  private static KubernetesActions on(ActionRequest request) {
    return fill(KubernetesActions.permittedFor(request.action()));
  }

  private static KubernetesActions fill(KubernetesActions actions) {
    KubernetesDouble cluster = actions.cluster;
    for (String name : List.of("web-0", "web-1")) {
      cluster.put(
          PODS,
          """
          {'apiVersion': 'v1', 'kind': 'Pod',
           'metadata': {'name': '%s', 'namespace': 'shop', 'labels': {'app': 'web'},
             'ownerReferences': [{'apiVersion': 'apps/v1', 'kind': 'StatefulSet', 'name': 'web',
               'uid': 'u', 'controller': true}]},
           'spec': {'serviceAccountName': 'web', 'containers': [{'name': 'web', 'image': 'web'}]}}
          """
              .formatted(name));
    }
    for (String name : List.of("deploy-admin-token", "another-token")) {
      cluster.put(
          SECRETS,
          """
          {'apiVersion': 'v1', 'kind': 'Secret', 'type': 'kubernetes.io/service-account-token',
           'metadata': {'name': '%s', 'namespace': 'platform', 'annotations': {
             'kubernetes.io/service-account.name': 'deploy-admin',
             'kubectl.kubernetes.io/last-applied-configuration': 'LEAK-MUST-NOT-LEAK'}},
           'data': {'token': 'RVhBTVBMRS1NVVNULU5PVC1MRUFL'}}
          """
              .formatted(name));
      cluster.createdAt(SECRETS + "/" + name, "2026-01-01T00:00:00Z");
    }
    String subjects =
        """
        'subjects': [
          {'kind': 'ServiceAccount', 'namespace': 'shop', 'name': 'web'},
          {'kind': 'ServiceAccount', 'namespace': 'other', 'name': 'web'},
          {'kind': 'User', 'apiGroup': 'rbac.authorization.k8s.io', 'name': 'anna@example.com'}],
        'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': '%s', 'name': '%s'}
        """;
    for (String name : List.of("web-debug", "system:masters-like")) {
      cluster.put(
          RBAC + "/clusterrolebindings",
          ("{'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'ClusterRoleBinding',"
                  + "'metadata': {'name': '"
                  + name
                  + "'},"
                  + subjects
                  + "}")
              .formatted("ClusterRole", "cluster-admin"));
    }
    cluster.put(
        RBAC + "/namespaces/shop/rolebindings",
        ("{'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'RoleBinding',"
                + "'metadata': {'name': 'web-debug', 'namespace': 'shop'},"
                + subjects
                + "}")
            .formatted("Role", "editor"));
    cluster.put(
        ACCOUNTS,
        """
        {'apiVersion': 'v1', 'kind': 'ServiceAccount', 'automountServiceAccountToken': false,
         'metadata': {'name': 'deploy-admin', 'namespace': 'platform',
           'labels': {'team': 'platform'},
           'annotations': {'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/deploy'}},
         'secrets': [{'name': 'deploy-admin-token'}], 'imagePullSecrets': [{'name': 'registry'}]}
        """);
    cluster.createdAt(ACCOUNT, "2026-01-01T00:00:00Z");
    return actions;
  }

  /** With the UID that the pod has there. */
  private static ActionOutcome run(KubernetesActions actions, ActionRequest request) {
    return actions.run(actual(actions, request));
  }

  private static ActionRequest actual(KubernetesActions actions, ActionRequest request) {
    if (!podUid().equals(request.arguments().get("pod_uid"))) {
      return request;
    }
    JsonNode pod = actions.cluster.get(POD);
    Map<String, String> arguments = new HashMap<>(request.arguments());
    arguments.put("pod_uid", pod == null ? "gone" : pod.at("/metadata/uid").asText());
    return request(request.action(), request.target(), arguments);
  }

  private static boolean isContained(KubernetesActions actions, ActionRequest request) {
    KubernetesDouble cluster = actions.cluster;
    return switch (request.action()) {
      case "delete-token-pod" -> cluster.get(POD) == null && cluster.get(PODS + "/web-1") != null;
      case "quarantine-pod" ->
          !label("web-0", actions).isEmpty()
              && label("web-1", actions).isEmpty()
              && cluster.get(POLICIES).path("items").size() == 1;
      case "delete-token-secret" ->
          cluster.get(SECRET) == null && cluster.get(SECRETS + "/another-token") != null;
      case "remove-binding-subject" ->
          members(actions, BINDING).equals(Set.of("other/web", "/anna@example.com"));
      case "recreate-service-account" ->
          cluster.get(ACCOUNT) != null
              && !cluster
                  .get(ACCOUNT)
                  .at("/metadata/creationTimestamp")
                  .asText()
                  .startsWith("2026-01-01");
      default -> throw new IllegalArgumentException(request.action());
    };
  }

  private static String label(String pod, KubernetesActions actions) {
    return actions
        .cluster
        .get(PODS + "/" + pod)
        .path("metadata")
        .path("labels")
        .path("token-responder.dev/quarantine")
        .asText("");
  }

  private static Set<String> members(KubernetesActions actions, String path) {
    Set<String> members = new TreeSet<>();
    actions
        .cluster
        .get(path)
        .path("subjects")
        .forEach(s -> members.add(s.path("namespace").asText("") + "/" + s.path("name").asText()));
    return members;
  }

  /** By which method the action changes something. */
  private static String changeOf(ActionRequest request) {
    return switch (request.action()) {
      case "remove-binding-subject" -> "PUT";
      case "quarantine-pod" -> "PATCH";
      default -> "DELETE";
    };
  }

  @ParameterizedTest
  @MethodSource("requests")
  void contains_what_it_is_asked_to_and_nothing_else(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      ActionOutcome outcome = run(actions, request);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(outcome.reason()).startsWith("read back: ");
      assertThat(isContained(actions, request)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void needs_every_permission_it_declares_and_no_other(ActionRequest request) {
    Set<String> used = new TreeSet<>();
    List<ActionRequest> kinds = new ArrayList<>(List.of(request));
    if (request.action().equals("remove-binding-subject")) {
      kinds.add(localRemoval());
    }
    for (ActionRequest kind : kinds) {
      try (KubernetesActions actions = on(kind)) {
        assertThat(run(actions, kind).status()).isEqualTo(Status.DONE);
        used.addAll(actions.cluster.used());
      }
    }
    assertThat(used)
        .containsExactlyElementsOf(
            Catalogue.find(request.action()).orElseThrow().permissions().get("kubernetes"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void done_already_it_changes_nothing(ActionRequest request) {
    try (KubernetesActions first = on(request)) {
      ActionRequest asked = actual(first, request);
      assertThat(first.run(asked).status()).isEqualTo(Status.DONE);
      int before = changes(first);

      ActionOutcome again =
          first.run(
              new ActionRequest(
                  "inc-20261124-other",
                  asked.action(),
                  asked.target(),
                  asked.account(),
                  asked.arguments(),
                  asked.mode(),
                  asked.reason(),
                  asked.evidence(),
                  asked.requestedAt(),
                  1));

      assertThat(again.status()).as(again.reason()).isEqualTo(Status.DONE);
      assertThat(changes(first)).isEqualTo(before);
    }
  }

  private static int changes(KubernetesActions actions) {
    return (int) actions.cluster.requests().stream().filter(r -> !r.startsWith("GET")).count();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_is_gone_is_not_acted_on(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      List.of(POD, SECRET, BINDING, ACCOUNT).forEach(actions.cluster::remove);

      ActionOutcome outcome = run(actions, request);

      assertThat(outcome.status())
          .isEqualTo(
              request.action().equals("recreate-service-account") ? Status.REFUSED : Status.DONE);
      assertThat(changes(actions)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_it_may_not_do_fails_for_good(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      actions.cluster.permit(Set.of());

      ActionOutcome outcome = run(actions, request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("lacks the permission");
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_change_that_is_forbidden_fails_and_tells_the_undo(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      actions.cluster.fail(changeOf(request), Kind.FORBIDDEN, 1);

      ActionOutcome outcome = run(actions, request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.undo().data()).containsKey("name");
      assertThat(isContained(actions, request)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void throttled_or_broken_a_few_times_it_is_done_all_the_same(ActionRequest request) {
    for (Kind kind : List.of(Kind.THROTTLED, Kind.BROKEN, Kind.LOST)) {
      for (String method : List.of("GET", changeOf(request))) {
        try (KubernetesActions actions = on(request)) {
          ActionRequest asked = actual(actions, request);
          actions.cluster.fail(method, kind, 1);

          ActionOutcome outcome = actions.run(asked);

          assertThat(outcome.status()).as(kind + " " + outcome.reason()).isEqualTo(Status.DONE);
          assertThat(isContained(actions, request)).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_cluster_that_stays_broken_is_asked_again_later(ActionRequest request) {
    for (Kind kind : List.of(Kind.THROTTLED, Kind.BROKEN)) {
      try (KubernetesActions actions = on(request)) {
        ActionRequest asked = actual(actions, request);
        actions.cluster.fail(changeOf(request), kind, 3);

        assertThatThrownBy(() -> actions.run(asked))
            .isInstanceOfSatisfying(
                ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
        assertThat(actions.run(asked).status()).isEqualTo(Status.DONE);
        assertThat(isContained(actions, request)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_never_comes_is_found_out_by_the_next_try(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      ActionRequest asked = actual(actions, request);
      actions.cluster.fail(changeOf(request), Kind.LOST, 3);

      assertThatThrownBy(() -> actions.run(asked))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
      ActionOutcome next = actions.run(asked);

      if (request.action().equals("recreate-service-account")) {
        assertThat(next.status()).isEqualTo(Status.REFUSED);
        assertThat(next.reason()).contains("undo makes it again");
      } else {
        assertThat(next.status()).as(next.reason()).isEqualTo(Status.DONE);
        assertThat(isContained(actions, request)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_cannot_be_read_is_asked_for_again(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      ActionRequest asked = actual(actions, request);
      actions.cluster.fail("GET", Kind.GARBLED, 1);

      assertThatThrownBy(() -> actions.run(asked))
          .isInstanceOfSatisfying(
              ActionException.class,
              e -> {
                assertThat(e.isRetryable()).isTrue();
                assertThat(trace(e)).doesNotContain("MUST-NOT-LEAK");
              });
      assertThat(actions.run(asked).status()).isEqualTo(Status.DONE);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_unknown_cluster_is_refused(ActionRequest request) {
    for (String cluster : List.of("eks/111122223333/other", "eks/444455556666/shop", "shop", "")) {
      try (KubernetesActions actions = on(request)) {
        Map<String, String> arguments = new HashMap<>(request.arguments());
        arguments.put("cluster", cluster);

        ActionOutcome outcome = actions.run(request(request.action(), request.target(), arguments));

        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(actions.cluster.requests()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_exempt_account_is_left_alone_whatever_the_record_says(ActionRequest request) {
    String exempt =
        switch (request.action()) {
          case "delete-token-secret", "recreate-service-account" -> "platform/deploy-admin";
          default -> "shop/web";
        };
    try (KubernetesActions actions =
        on(request)
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{id: "
                    + exempt
                    + "}]}")) {
      assertThat(run(actions, request).status()).isEqualTo(Status.REFUSED);
      assertThat(isContained(actions, request)).isFalse();
      assertThat(changes(actions)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void in_monitor_mode_nothing_is_changed(ActionRequest request) {
    try (KubernetesActions actions =
        on(request).under("{version: 1, mode: monitor, trusted_networks: []}")) {
      assertThat(run(actions, request).status()).isEqualTo(Status.PLANNED);
      assertThat(changes(actions)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete-token-pod", "quarantine-pod"})
  void the_responders_own_namespace_is_for_a_person(String action) {
    try (KubernetesActions actions = new KubernetesActions()) {
      ActionOutcome outcome =
          actions.run(
              request(
                  action,
                  "responder/pods/x",
                  Map.of("namespace", "responder", "pod", "x", "pod_uid", "u", "principal", "p")));

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(actions.cluster.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete-token-pod", "quarantine-pod"})
  void a_later_pod_of_the_same_name_is_left_alone(String action) {
    try (KubernetesActions actions = on(pod(action))) {
      Map<String, String> arguments = new HashMap<>(pod(action).arguments());
      arguments.put("pod_uid", "00000000-cccc-4ccc-8ccc-00000000dead");

      ActionOutcome outcome = actions.run(request(action, "shop/pods/web-0", arguments));

      assertThat(outcome.reason()).contains("is gone");
      assertThat(changes(actions)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Job", "Node", ""})
  void a_pod_that_nobody_would_replace_is_for_a_person(String owner) {
    try (KubernetesActions actions = on(pod("delete-token-pod"))) {
      ObjectNode pod = (ObjectNode) actions.cluster.get(POD);
      ObjectNode metadata = (ObjectNode) pod.path("metadata");
      if (owner.isEmpty()) {
        metadata.remove("ownerReferences");
      } else {
        ((ObjectNode) metadata.at("/ownerReferences/0")).put("kind", owner);
      }
      actions.cluster.replace(POD, pod);

      ActionOutcome outcome = run(actions, pod("delete-token-pod"));

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("a person must decide");
      assertThat(actions.cluster.get(POD)).isNotNull();
    }
  }

  @Test
  void a_pod_of_another_account_than_the_tokens_is_refused() {
    try (KubernetesActions actions = on(pod("delete-token-pod"))) {
      ActionRequest asked = actual(actions, pod("delete-token-pod"));
      Map<String, String> arguments = new HashMap<>(asked.arguments());
      arguments.put("principal", "shop/other");

      assertThat(actions.run(request(asked.action(), asked.target(), arguments)).status())
          .isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void a_secret_that_holds_something_else_is_refused() {
    try (KubernetesActions actions = on(secret())) {
      ObjectNode secret = (ObjectNode) actions.cluster.get(SECRET);
      actions.cluster.replace(SECRET, secret.put("type", "Opaque"));

      assertThat(run(actions, secret()).status()).isEqualTo(Status.REFUSED);
      assertThat(actions.cluster.get(SECRET)).isNotNull();
    }
  }

  @Test
  void a_subject_comes_back_by_the_undo_and_others_stay() {
    for (ActionRequest request : List.of(removal(), localRemoval())) {
      try (KubernetesActions actions = on(request)) {
        String path = request.arguments().containsKey("namespace") ? LOCAL : BINDING;
        ActionOutcome outcome = run(actions, request);
        assertThat(members(actions, path)).hasSize(2);
        String command = outcome.undo().command();
        assertThat(command).contains("set subject", "--serviceaccount=shop:web");
        assertThat(Shown.of(command)).allMatch(text -> text.contains(command));

        assertThat(actions.undo(outcome)).startsWith("read back: ");
        actions.undo(outcome);

        assertThat(members(actions, path)).hasSize(3).contains("shop/web");
        assertThat(actions.cluster.get(path).path("subjects")).hasSize(3);
      }
    }
  }

  @Test
  void what_others_change_at_the_same_time_is_not_lost() {
    try (KubernetesActions actions = on(removal())) {
      actions.cluster.beforeNextUpdate(
          () -> {
            ObjectNode binding = (ObjectNode) actions.cluster.get(BINDING);
            binding
                .withArray("subjects")
                .addObject()
                .put("kind", "Group")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("name", "auditors");
            actions.cluster.replace(BINDING, binding);
          });

      assertThat(run(actions, removal()).status()).isEqualTo(Status.DONE);

      assertThat(members(actions, BINDING))
          .containsExactlyInAnyOrder("other/web", "/anna@example.com", "/auditors");
    }
  }

  @Test
  void a_binding_of_the_cluster_itself_is_refused() {
    try (KubernetesActions actions = on(removal())) {
      ObjectNode binding = (ObjectNode) actions.cluster.get(BINDING);
      ((ObjectNode) binding.path("metadata"))
          .withObject("/labels")
          .put("kubernetes.io/bootstrapping", "rbac-defaults");
      actions.cluster.replace(BINDING, binding);
      Map<String, String> system = new HashMap<>(removal().arguments());
      system.put("binding", "system:masters-like");

      assertThat(run(actions, removal()).status()).isEqualTo(Status.REFUSED);
      assertThat(run(actions, request("remove-binding-subject", "s", system)).status())
          .isEqualTo(Status.REFUSED);
      assertThat(members(actions, BINDING)).hasSize(3);
    }
  }

  @Test
  void a_binding_made_anew_for_another_role_is_refused() {
    try (KubernetesActions actions = on(removal())) {
      Map<String, String> arguments = new HashMap<>(removal().arguments());
      arguments.put("granted_role", "view");

      assertThat(run(actions, request("remove-binding-subject", "s", arguments)).status())
          .isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void a_quarantine_denies_both_ways_to_just_that_pod_and_ends_without_a_trace() {
    try (KubernetesActions actions = on(pod("quarantine-pod"))) {
      ActionOutcome outcome = run(actions, pod("quarantine-pod"));
      JsonNode policy = actions.cluster.get(POLICIES).at("/items/0/spec");
      String uid = actions.cluster.get(POD).at("/metadata/uid").asText();

      assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
      assertThat(policy.path("ingress").isEmpty() && policy.path("egress").isEmpty()).isTrue();
      assertThat(policy.at("/podSelector/matchLabels").toString())
          .isEqualTo("{\"token-responder.dev/quarantine\":\"" + uid + "\"}");
      String command = outcome.undo().command();
      assertThat(command)
          .contains("label pod web-0 token-responder.dev/quarantine-", "delete networkpolicy");
      assertThat(Shown.of(command)).allMatch(text -> text.contains(command));

      actions.cluster.permit(
          Set.of(
              "get pods",
              "patch pods",
              "get networkpolicies.networking.k8s.io",
              "delete networkpolicies.networking.k8s.io"));
      assertThat(actions.undo(outcome)).contains("is on the network again");
      actions.undo(outcome);

      assertThat(label("web-0", actions)).isEmpty();
      assertThat(actions.cluster.get(POD).at("/metadata/labels/app").asText()).isEqualTo("web");
      assertThat(actions.cluster.get(POLICIES).path("items")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'matchLabels': {'app': 'web'}}",
        "{'matchExpressions': [{'key': 'app', 'operator': 'In', 'values': ['web']}]}",
        "{'matchExpressions': [{'key': 'app', 'operator': 'Exists'}]}",
        "{'matchExpressions': [{'key': 'app', 'operator': 'NotIn', 'values': ['db']}]}",
        "{'matchExpressions': [{'key': 'tier', 'operator': 'DoesNotExist'}]}",
      })
  void a_policy_that_allows_the_pod_something_makes_quarantine_a_matter_for_a_person(
      String selector) {
    try (KubernetesActions actions = on(pod("quarantine-pod"))) {
      policy(actions, selector, "'ingress': [{}], ");

      ActionOutcome outcome = run(actions, pod("quarantine-pod"));

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("policies add up");
      assertThat(changes(actions)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'matchLabels': {'app': 'db'}}",
        "{'matchExpressions': [{'key': 'app', 'operator': 'NotIn', 'values': ['web']}]}",
        "{'matchExpressions': [{'key': 'tier', 'operator': 'Exists'}]}",
        "{'matchExpressions': [{'key': 'app', 'operator': 'DoesNotExist'}]}",
      })
  void a_policy_for_other_pods_does_not_matter(String selector) {
    try (KubernetesActions actions = on(pod("quarantine-pod"))) {
      policy(actions, selector, "'ingress': [{}], ");

      assertThat(run(actions, pod("quarantine-pod")).status()).isEqualTo(Status.DONE);
    }
  }

  @Test
  void a_policy_that_allows_nothing_does_not_matter() {
    try (KubernetesActions actions = on(pod("quarantine-pod"))) {
      policy(actions, "{}", "");

      assertThat(run(actions, pod("quarantine-pod")).status()).isEqualTo(Status.DONE);
    }
  }

  private static void policy(KubernetesActions actions, String selector, String rules) {
    actions.cluster.put(
        POLICIES,
        "{'apiVersion': 'networking.k8s.io/v1', 'kind': 'NetworkPolicy', 'metadata': {'name': 'p',"
            + " 'namespace': 'shop'}, 'spec': {"
            + rules
            + "'policyTypes': ['Ingress'], 'podSelector': "
            + selector
            + "}}");
  }

  @Test
  void a_pod_in_the_network_of_its_node_is_refused() {
    try (KubernetesActions actions = on(pod("quarantine-pod"))) {
      ObjectNode pod = (ObjectNode) actions.cluster.get(POD);
      ((ObjectNode) pod.path("spec")).put("hostNetwork", true);
      actions.cluster.replace(POD, pod);

      assertThat(run(actions, pod("quarantine-pod")).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void an_account_made_again_keeps_all_but_its_uid() {
    try (KubernetesActions actions = on(account())) {
      JsonNode before = actions.cluster.get(ACCOUNT);

      run(actions, account());

      JsonNode after = actions.cluster.get(ACCOUNT);
      assertThat(after.at("/metadata/uid")).isNotEqualTo(before.at("/metadata/uid"));
      for (String kept :
          List.of(
              "/metadata/labels",
              "/metadata/annotations",
              "/secrets",
              "/imagePullSecrets",
              "/automountServiceAccountToken")) {
        assertThat(after.at(kept)).as(kept).isEqualTo(before.at(kept));
      }
    }
  }

  @Test
  void an_account_that_could_not_be_made_again_is_not_deleted() {
    try (KubernetesActions actions = on(account())) {
      actions.cluster.permit(Set.of("get serviceaccounts", "delete serviceaccounts"));

      assertThat(run(actions, account()).status()).isEqualTo(Status.FAILED);
      assertThat(actions.cluster.get(ACCOUNT)).isNotNull();
    }
  }

  @Test
  void an_account_that_only_was_deleted_is_made_again_by_its_undo() {
    try (KubernetesActions actions = on(account())) {
      JsonNode before = actions.cluster.get(ACCOUNT);
      ActionOutcome outcome = run(actions, account());
      assertThatThrownBy(() -> actions.undo(outcome)).hasMessageContaining("cannot be made valid");
      actions.cluster.remove(ACCOUNT);

      assertThat(actions.undo(outcome)).startsWith("read back: ");

      assertThat(actions.cluster.get(ACCOUNT).path("imagePullSecrets"))
          .isEqualTo(before.path("imagePullSecrets"));
    }
  }

  @Test
  void an_account_with_finalizers_is_for_a_person() {
    try (KubernetesActions actions = on(account())) {
      ObjectNode account = (ObjectNode) actions.cluster.get(ACCOUNT);
      ((ObjectNode) account.path("metadata")).withArray("finalizers").add("example.com/wait");
      actions.cluster.replace(ACCOUNT, account);

      assertThat(run(actions, account()).status()).isEqualTo(Status.REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void secrets_show_nowhere(ActionRequest request) {
    try (KubernetesActions actions = on(request)) {
      ActionOutcome outcome = run(actions, request);

      assertThat(outcome.toString() + actions.handlers)
          .doesNotContain("MUST-NOT-LEAK")
          .doesNotContain("RVhBTVBMRS1NVVNULU5PVC1MRUFL");
    }
    for (Kind kind : List.of(Kind.FORBIDDEN, Kind.BROKEN)) {
      try (KubernetesActions actions = on(request)) {
        actions.cluster.fail("GET", kind, 3);
        String told;
        try {
          told = run(actions, request).toString();
        } catch (ActionException e) {
          told = trace(e);
        }
        assertThat(told).contains("could not").doesNotContain("MUST-NOT-LEAK");
      }
    }
  }

  private static String trace(Throwable fault) {
    java.io.StringWriter text = new java.io.StringWriter();
    fault.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
