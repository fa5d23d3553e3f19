package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities of clusters by each of the names that they have. */
class KubernetesIdentityPlansTest {
  private static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User/system:serviceaccount:kube-system:coredns",
        "User/system:kube-scheduler",
        "Group/system:nodes",
        "Group/system:serviceaccounts:kube-system",
        "User/system:serviceaccount:Not:One"
      })
  void what_the_cluster_itself_works_through_waits_for_a_person(String subject) {
    assertThat(plan(ENFORCE, "withdraw-grant", granted(subject)).get(0))
        .returns("remove-binding-subject", p -> p.action().name())
        .returns(Disposition.APPROVE, PlannedAction::mode);
  }

  @Test
  void a_service_account_named_as_a_user_is_that_account() {
    String record = granted("User/system:serviceaccount:shop:web");

    assertThat(plan(ENFORCE, "withdraw-grant", record).get(0))
        .returns(Disposition.ENFORCE, PlannedAction::mode);
    assertThat(
            plan(ENFORCE + "exemptions: [{id: shop/web}]\n", "withdraw-grant", record)
                .get(0)
                .mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void who_gave_a_binding_is_told_to_whoever_takes_it_back() {
    assertThat(
            plan(ENFORCE, "withdraw-grant", sample("cluster-admin-granted"))
                .get(0)
                .arguments()
                .get("given_by"))
        .isEqualTo("anna@example.com");
  }

  @Test
  void who_made_a_secret_is_told_to_whoever_deletes_it() {
    assertThat(plan(ENFORCE, "delete-token-secret", sample("legacy-token-made")).get(0).arguments())
        .containsKey("given_by");
  }

  @Test
  void impersonation_does_not_cost_the_victim_its_account() {
    assertThat(plan(ENFORCE, "contain-service-account", sample("service-account-impersonated")))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  @Test
  void a_token_asked_for_by_impersonation_is_the_one_that_was_handed_out() {
    String record =
        sample("token-request-by-person")
            .replace(
                "\"verb\":",
                "\"impersonatedUser\": {\"username\": \"system:serviceaccount:victim:victim\"},"
                    + " \"verb\":");

    assertThat(plan(ENFORCE, "contain-service-account", record))
        .extracting(PlannedAction::target)
        .isEqualTo(
            plan(ENFORCE, "contain-service-account", sample("token-request-by-person")).stream()
                .map(PlannedAction::target)
                .toList());
  }

  /** A binding as it is granted, to somebody else. */
  private static String granted(String subject) {
    int slash = subject.indexOf('/');
    return sample("cluster-admin-granted")
        .replaceAll("(?s)\"subjects\": \\[.*?\\]", "\"subjects\": [SUBJECT]")
        .replace(
            "SUBJECT",
            "{\"kind\": \"%s\", \"name\": \"%s\"}"
                .formatted(subject.substring(0, slash), subject.substring(slash + 1)));
  }

  private static String sample(String name) {
    try {
      return Files.readString(Path.of("../events/kubernetes.audit/" + name + ".json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<PlannedAction> plan(String policy, String playbook, String record) {
    Decoded decoded =
        Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null).get(0);
    Finding finding = new Finding("r", "A rule", Level.HIGH, List.of(), List.of(playbook), null);
    return new Planner(PolicyReader.parse("p", policy))
        .plan(
            ((Decoded.Event) decoded).event(),
            List.of(finding),
            Instant.parse("2026-11-24T09:00:05Z"));
  }
}
