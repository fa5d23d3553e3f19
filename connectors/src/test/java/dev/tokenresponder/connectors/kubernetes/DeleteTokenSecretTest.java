package dev.tokenresponder.connectors.kubernetes;

import static dev.tokenresponder.connectors.kubernetes.KubernetesActions.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That it is the secret of the record and not a later one of its name. */
class DeleteTokenSecretTest {
  private static final String SECRETS = "/api/v1/namespaces/platform/secrets";
  private static final String SECRET = SECRETS + "/deploy-token";

  private static ActionOutcome run(KubernetesActions actions, Map<String, String> more) {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.put("namespace", "platform");
    arguments.put("secret", "deploy-token");
    return actions.run(request("delete-token-secret", "platform/secrets/deploy-token", arguments));
  }

  private static KubernetesActions madeAt(String time) {
    KubernetesActions actions = KubernetesActions.permittedFor("delete-token-secret");
    actions.cluster.put(
        SECRETS,
        """
        {'apiVersion': 'v1', 'kind': 'Secret', 'type': 'kubernetes.io/service-account-token',
         'metadata': {'name': 'deploy-token', 'namespace': 'platform', 'annotations': {
           'kubernetes.io/service-account.name': 'deploy'}}}
        """);
    actions.cluster.createdAt(SECRET, time);
    return actions;
  }

  @Test
  void a_secret_made_after_the_token_was_seen_is_another_one() {
    try (KubernetesActions actions = madeAt("2026-11-24T09:00:01Z")) {
      ActionOutcome outcome = run(actions, Map.of("principal", "platform/deploy"));

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("made after");
      assertThat(actions.cluster.get(SECRET)).isNotNull();
    }
  }

  @Test
  void a_secret_of_another_account_than_the_tokens_is_refused() {
    try (KubernetesActions actions = madeAt("2026-11-24T08:00:00Z")) {
      ActionOutcome outcome = run(actions, Map.of("principal", "platform/other"));

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(actions.cluster.get(SECRET)).isNotNull();
    }
  }

  @Test
  void a_secret_whose_making_is_the_record_is_as_old_as_the_record() {
    Map<String, String> made =
        Map.of("principal", "anna@example.com", "given_by", "anna@example.com");
    try (KubernetesActions actions = madeAt("2026-11-24T09:00:01Z")) {
      assertThat(run(actions, made).status()).isEqualTo(Status.DONE);
      assertThat(actions.cluster.get(SECRET)).isNull();
    }
    try (KubernetesActions actions = madeAt("2026-11-24T09:05:00Z")) {
      assertThat(run(actions, made).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void a_secret_whose_age_is_not_told_is_refused() {
    try (KubernetesActions actions = madeAt("some time ago")) {
      assertThat(run(actions, Map.of("principal", "platform/deploy")).status())
          .isEqualTo(Status.REFUSED);
    }
  }
}
