package dev.tokenresponder.connectors.kubernetes;

import static dev.tokenresponder.connectors.kubernetes.KubernetesActions.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom it takes out, of which binding, and what it takes back. */
class RemoveBindingSubjectTest {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String BINDINGS = RBAC + "/namespaces/shop/rolebindings";
  private static final String BINDING = BINDINGS + "/web-debug";
  private static final String WEB = "ServiceAccount:shop/web";
  private static final String WEB_AS_USER = "User:system:serviceaccount:shop:web";

  private static ActionRequest removal(String member, Map<String, String> more) {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.put("namespace", "shop");
    arguments.put("binding", "web-debug");
    arguments.put("binding_subject", member);
    return request("remove-binding-subject", member + " in shop/rolebindings/web-debug", arguments);
  }

  private static ActionRequest removal(String member) {
    return removal(member, Map.of());
  }

  private static KubernetesActions cluster() {
    KubernetesActions actions = KubernetesActions.permittedFor("remove-binding-subject");
    bind(actions, "Role", "editor");
    return actions;
  }

  private static void bind(KubernetesActions actions, String kind, String role) {
    actions.cluster.put(
        BINDINGS,
        """
        {'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'RoleBinding',
         'metadata': {'name': 'web-debug', 'namespace': 'shop'},
         'subjects': [
           {'kind': 'ServiceAccount', 'namespace': 'shop', 'name': 'web'},
           {'kind': 'ServiceAccount', 'namespace': 'responder', 'name': 'responder'},
           {'kind': 'User', 'apiGroup': 'rbac.authorization.k8s.io',
            'name': 'system:serviceaccount:responder:responder'},
           {'kind': 'Group', 'apiGroup': 'rbac.authorization.k8s.io',
            'name': 'system:serviceaccounts:responder'},
           {'kind': 'User', 'apiGroup': 'rbac.authorization.k8s.io',
            'name': 'system:serviceaccount:shop:web'}],
         'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': '%s', 'name': '%s'}}
        """
            .formatted(kind, role));
  }

  private static long changes(KubernetesActions actions) {
    return actions.cluster.requests().stream().filter(r -> !r.startsWith("GET")).count();
  }

  @Test
  void what_somebody_else_has_taken_out_is_not_taken_back() {
    try (KubernetesActions actions = cluster()) {
      ActionOutcome outcome = actions.run(removal("ServiceAccount:shop/other"));

      assertThat(outcome.status()).isEqualTo(Status.DONE);
      assertThat(outcome.undo()).isEqualTo(Undo.NOTHING);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ServiceAccount:responder/responder",
        "User:system:serviceaccount:responder:responder",
        "Group:system:serviceaccounts:responder"
      })
  void the_responder_does_not_take_away_its_own_rights(String member) {
    try (KubernetesActions actions = cluster()) {
      ActionOutcome outcome = actions.run(removal(member));

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("the responder's own namespace");
      assertThat(actions.cluster.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {WEB, WEB_AS_USER})
  void an_exempt_account_is_left_alone_however_the_binding_names_it(String member) {
    try (KubernetesActions actions =
        cluster()
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{id: shop/web}]}")) {
      assertThat(actions.run(removal(member)).status()).isEqualTo(Status.REFUSED);
      assertThat(changes(actions)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "anna@example.com, email: anna@example.com",
    "system:serviceaccount:ci:runner, id: ci/runner"
  })
  void what_somebody_exempt_gave_is_left_alone(String giver, String exemption) {
    try (KubernetesActions actions =
        cluster()
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{"
                    + exemption
                    + "}]}")) {
      assertThat(actions.run(removal(WEB, Map.of("given_by", giver))).status())
          .isEqualTo(Status.REFUSED);
      assertThat(changes(actions)).isZero();
    }
  }

  @Test
  void a_subject_is_taken_out_by_just_the_kind_that_is_named() {
    try (KubernetesActions actions = cluster()) {
      assertThat(actions.run(removal(WEB_AS_USER)).status()).isEqualTo(Status.DONE);
      assertThat(actions.cluster.get(BINDING).path("subjects")).hasSize(4);
      assertThat(actions.cluster.get(BINDING).at("/subjects/0/name").asText()).isEqualTo("web");
    }
  }

  @Test
  void a_binding_made_anew_meanwhile_is_left_as_it_is() {
    try (KubernetesActions actions = cluster()) {
      actions.cluster.beforeNextUpdate(
          () -> {
            actions.cluster.remove(BINDING);
            bind(actions, "Role", "viewer");
          });

      ActionOutcome outcome = actions.run(removal(WEB));

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("made anew");
      assertThat(actions.cluster.get(BINDING).path("subjects")).hasSize(5);
    }
  }

  @Test
  void the_undo_gives_back_nothing_in_a_binding_made_anew() {
    try (KubernetesActions actions = cluster()) {
      ActionOutcome outcome = actions.run(removal(WEB));
      actions.cluster.remove(BINDING);
      bind(actions, "Role", "editor");
      ObjectNode binding = (ObjectNode) actions.cluster.get(BINDING);
      binding.withArray("subjects").remove(0);
      actions.cluster.replace(BINDING, binding);

      assertThatThrownBy(() -> actions.undo(outcome))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("made anew");
      assertThat(actions.cluster.get(BINDING).path("subjects")).hasSize(4);
    }
  }

  @Test
  void the_undo_gives_back_no_cluster_role_of_the_same_name() {
    try (KubernetesActions actions = cluster()) {
      ActionOutcome outcome = actions.run(removal(WEB));
      ObjectNode binding = (ObjectNode) actions.cluster.get(BINDING);
      ((ObjectNode) binding.path("roleRef")).put("kind", "ClusterRole");
      actions.cluster.replace(BINDING, binding);

      assertThatThrownBy(() -> actions.undo(outcome)).isInstanceOf(ActionException.class);
      assertThat(actions.cluster.get(BINDING).path("subjects")).hasSize(4);
    }
  }
}
