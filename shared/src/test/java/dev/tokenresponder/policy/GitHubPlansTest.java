package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From records of GitHub's to what would be done about them. */
class GitHubPlansTest {
  private static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";
  private static final String FINGERPRINT = "SHA256:uNiVztksCsDhcc0u9e8BrrJXVSDiWGOmrDF7rEIqKFA";
  private static final String CLASSIC = "classic-token-clones-from-elsewhere";
  private static final String KEY_ADDED = "deploy-key-added";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void a_classic_token_that_was_used_loses_its_authorization() {
    List<PlannedAction> plan = plan(ENFORCE, "contain-credential", sample(CLASSIC));

    assertThat(plan)
        .extracting(p -> p.action().name(), PlannedAction::target, PlannedAction::mode)
        .containsExactly(
            tuple("remove-sso-authorization", "bob-example/tokens/880002", Disposition.ENFORCE),
            tuple("notify-owner", "bob-example", Disposition.ENFORCE));
    assertThat(plan.get(0).account()).isEqualTo("example");
    assertThat(plan.get(0).arguments())
        .containsEntry("login", "bob-example")
        .containsEntry("token_id", "880002");
  }

  @Test
  void the_number_of_the_holder_is_bound_where_the_record_tells_it() {
    ObjectNode used = sample(CLASSIC).put("actor_id", 100_200);
    ObjectNode nameless = sample(CLASSIC);
    nameless.remove("actor_id");

    assertThat(plan(ENFORCE, "contain-credential", used).get(0).arguments())
        .containsEntry("user_id", "100200");
    assertThat(plan(ENFORCE, "contain-credential", nameless).get(0).arguments())
        .doesNotContainKey("user_id");
  }

  @Test
  void a_fine_grained_token_that_was_used_loses_its_access() {
    ObjectNode event =
        with(CLASSIC, Map.of("programmatic_access_type", "Fine-grained personal access token"));

    assertThat(plan(ENFORCE, "contain-credential", event))
        .extracting(p -> p.action().name(), PlannedAction::target)
        .containsExactly(
            tuple("revoke-fine-grained-token", "bob-example/fine-grained-tokens/880002"),
            tuple("notify-owner", "bob-example"));
  }

  @Test
  void what_an_owner_let_in_for_somebody_is_taken_from_that_somebody() {
    assertThat(plan(ENFORCE, "contain-issued", sample("fine-grained-token-approved")).get(0))
        .returns("revoke-fine-grained-token", p -> p.action().name())
        .returns("bob-example/fine-grained-tokens/770001", PlannedAction::target)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
    assertThat(plan(ENFORCE, "contain-issued", sample("token-authorized-for-sso")).get(0))
        .returns("remove-sso-authorization", p -> p.action().name())
        .returns("bob-example/tokens/880005", PlannedAction::target)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
  }

  @Test
  void a_deploy_key_that_was_added_is_removed() {
    ObjectNode event = with(KEY_ADDED, Map.of("fingerprint", FINGERPRINT));

    PlannedAction action = plan(ENFORCE, "contain-issued", event).get(0);

    assertThat(action)
        .returns("remove-deploy-key", p -> p.action().name())
        .returns("example/payments/keys/" + FINGERPRINT, PlannedAction::target)
        .returns("example", PlannedAction::account)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
    assertThat(action.arguments())
        .containsEntry("repository", "example/payments")
        .containsEntry("fingerprint", FINGERPRINT);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "OAuth access token",
        "GitHub App server-to-server token",
        "GitHub App user-to-server token",
        "Public Key (User/Deploy)",
        "Personal access token",
        "Something new",
        "",
      })
  void a_token_of_another_sort_is_left_to_people(String type) {
    ObjectNode event = with(CLASSIC, Map.of("programmatic_access_type", type));

    assertThat(plan(ENFORCE, "contain-credential", event))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "app-installed-on-all-repositories",
        "application-restrictions-off",
        "member-made-owner",
        "oauth-app-authorized",
        "single-sign-on-off",
        "workflow-run-by-bot",
        "zip-downloaded-by-hand",
      })
  void for_what_github_lets_nobody_revoke_people_are_told(String sample) {
    for (String playbook : List.of("contain-credential", "contain-issued")) {
      assertThat(plan(ENFORCE, playbook, sample(sample)))
          .extracting(p -> p.action().name())
          .containsExactly("notify-owner");
    }
  }

  @Test
  void a_persons_own_key_is_not_a_deploy_key() {
    ObjectNode event =
        with(KEY_ADDED, Map.of("fingerprint", FINGERPRINT, "user", "bob-example", "repo", ""));

    assertThat(plan(ENFORCE, "contain-issued", event))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "actor, bob/../../users",
    "actor, bob example",
    "actor, b\u043eb",
    "token_id, 88x",
    "token_id, 1/../2",
    "token_id, 0",
    "token_id, -5",
    "org, example/x",
    "org, ..",
  })
  void hostile_text_is_refused(String field, String value) {
    assertThat(plan(ENFORCE, "contain-credential", with(CLASSIC, Map.of(field, value))).get(0))
        .returns("remove-sso-authorization", p -> p.action().name())
        .returns(Disposition.REFUSE, PlannedAction::mode);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "fingerprint, SHA256:short",
    "fingerprint, 16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
    "repo, example/..",
    "repo, example/payments/../website",
    "repo, another/payments",
    "repo, example",
  })
  void a_key_of_which_it_is_not_clear_where_it_is_is_refused(String field, String value) {
    ObjectNode event = with(KEY_ADDED, Map.of("fingerprint", FINGERPRINT));
    event.put(field, value);

    assertThat(plan(ENFORCE, "contain-issued", event).get(0))
        .returns("remove-deploy-key", p -> p.action().name())
        .returns(Disposition.REFUSE, PlannedAction::mode);
  }

  @Test
  void a_token_known_by_its_digest_only_is_refused() {
    ObjectNode event = sample(CLASSIC);
    event.remove("token_id");

    assertThat(plan(ENFORCE, "contain-credential", event).get(0))
        .returns(Disposition.REFUSE, PlannedAction::mode)
        .extracting(PlannedAction::reason)
        .asString()
        .contains("digest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id: '100200'", "account: example"})
  void an_exempt_person_or_organization_is_left_alone(String exemption) {
    String policy = ENFORCE + "exemptions: [{" + exemption + "}]\n";
    ObjectNode used = sample(CLASSIC).put("actor_id", 100_200);
    ObjectNode approved = sample("fine-grained-token-approved").put("user_id", 100_200);

    assertThat(plan(policy, "contain-credential", used).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
    assertThat(plan(policy, "contain-issued", approved).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "1password", "a", "a-name-of-exactly-thirty-nine-letters-a"})
  void an_organization_of_any_name_is_looked_after_or_exempt(String name) {
    ObjectNode used = with(CLASSIC, Map.of("org", name));
    String ours = ENFORCE + "accounts: ['github:" + name + "']\n";
    String exempt = ENFORCE + "exemptions: [{account: 'github:" + name + "'}]\n";
    String others = ENFORCE + "accounts: ['github:another']\n";

    assertThat(plan(ours, "contain-credential", used).get(0).mode()).isEqualTo(Disposition.ENFORCE);
    assertThat(plan(exempt, "contain-credential", used).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
    assertThat(plan(others, "contain-credential", used).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  private static ObjectNode with(String sample, Map<String, String> fields) {
    ObjectNode event = sample(sample);
    fields.forEach(event::put);
    return event;
  }

  private static ObjectNode sample(String name) {
    try {
      return (ObjectNode)
          MAPPER.readTree(Path.of("../events/github.audit/" + name + ".json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<PlannedAction> plan(String policy, String playbook, JsonNode record) {
    byte[] bytes = record.toString().getBytes(StandardCharsets.UTF_8);
    TokenEvent event =
        ((Decoded.Event) Decoders.decode(bytes, Intake.OPERATOR, null).get(0)).event();
    Finding finding = new Finding("r", "A rule", Level.HIGH, List.of(), List.of(playbook), null);
    return new Planner(PolicyReader.parse("p", policy))
        .plan(event, List.of(finding), Instant.parse("2026-11-24T09:00:05Z"));
  }
}
