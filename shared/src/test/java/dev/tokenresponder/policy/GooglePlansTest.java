package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From records of Google's to what would be done about them. */
class GooglePlansTest {
  private static final String APP = "app@example-project.iam.gserviceaccount.com";
  private static final String KEY_ID = "0123456789abcdef0123456789abcdef01234567";
  private static final String CLIENT = "1234-example.apps.googleusercontent.com";
  private static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";

  @Test
  void a_key_that_was_used_is_disabled() {
    List<PlannedAction> plan = plan(ENFORCE, "contain-credential", use(APP, KEY_ID));

    assertThat(plan)
        .extracting(p -> p.action().name(), PlannedAction::target, PlannedAction::mode)
        .containsExactly(
            tuple("disable-service-account-key", APP + "/keys/" + KEY_ID, Disposition.ENFORCE),
            tuple("notify-owner", APP, Disposition.ENFORCE));
    assertThat(plan.get(0).account()).isEqualTo("example-project");
    assertThat(plan.get(0).arguments())
        .containsEntry("service_account", APP)
        .containsEntry("key_id", KEY_ID);
  }

  @Test
  void a_token_of_a_service_account_ends_with_the_account_disabled() {
    assertThat(plan(ENFORCE, "contain-credential", use(APP, null)).get(0))
        .returns("disable-service-account", p -> p.action().name())
        .returns(APP, PlannedAction::target)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456-compute@developer.gserviceaccount.com",
        "example-project@appspot.gserviceaccount.com",
      })
  void a_default_account_that_workloads_may_use_waits_for_a_person(String email) {
    assertThat(plan(ENFORCE, "contain-credential", use(email, null)).get(0))
        .returns(Disposition.APPROVE, PlannedAction::mode)
        .extracting(PlannedAction::reason)
        .asString()
        .contains("default service account");
  }

  @Test
  void a_service_agent_of_googles_waits_for_a_person() {
    String agent = "service-1234@gcp-sa-pubsub.iam.gserviceaccount.com";

    assertThat(plan(ENFORCE, "contain-issued", impersonation(agent)).get(0))
        .returns("disable-service-account", p -> p.action().name())
        .returns(Disposition.APPROVE, PlannedAction::mode);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "email: app@example-project.iam.gserviceaccount.com",
        "email: APP@example-project.iam.gserviceaccount.com",
        "account: example-project",
      })
  void an_exempt_service_account_is_left_alone(String exemption) {
    String policy = ENFORCE + "exemptions: [{" + exemption + "}]\n";

    assertThat(plan(policy, "contain-credential", use(APP, null)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
    assertThat(plan(policy, "contain-credential", use(APP, KEY_ID)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void a_project_that_is_not_ours_is_left_alone() {
    String policy = ENFORCE + "accounts: [another-project]\n";

    assertThat(plan(policy, "contain-credential", use(APP, null)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void each_member_that_got_a_role_loses_just_that() {
    String event =
        grant(
            "projects/example-project",
            "project",
            delta("ADD", "roles/owner", "user:mallory@example.net", ""),
            delta("REMOVE", "roles/viewer", "user:anna@example.com", ""),
            delta(
                "ADD",
                "roles/editor",
                "group:strangers@example.net",
                ",\"condition\":{\"title\":\"week\",\"expression\":\"request.time < x\"}"));

    List<PlannedAction> plan = plan(ENFORCE, "withdraw-grant", event);

    assertThat(plan)
        .extracting(p -> p.action().name(), PlannedAction::target)
        .containsExactly(
            tuple(
                "withdraw-role-grant",
                "user:mallory@example.net as roles/owner on projects/example-project"),
            tuple(
                "withdraw-role-grant",
                "group:strangers@example.net as roles/editor on projects/example-project under"
                    + " condition f61b6d46f1aaedff"),
            tuple("notify-owner", "admin@example.com"));
    assertThat(plan.get(0).arguments()).doesNotContainKey("condition_expression");
    assertThat(plan.get(1).arguments())
        .containsEntry("condition_title", "week")
        .containsEntry("condition_expression", "request.time < x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin@example.com", "mallory@example.net"})
  void what_an_exempt_person_gave_or_got_stays(String exempt) {
    String event =
        grant(
            "projects/example-project",
            "project",
            delta("ADD", "roles/owner", "user:mallory@example.net", ""));

    String policy = ENFORCE + "exemptions: [{email: " + exempt + "}]\n";

    assertThat(plan(policy, "withdraw-grant", event).get(0).mode()).isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serviceAccount:1234-compute@developer.gserviceaccount.com",
        "serviceAccount:1234@cloudservices.gserviceaccount.com",
        "serviceAccount:service-1234@compute-system.iam.gserviceaccount.com",
        "serviceAccount:another-project@appspot.gserviceaccount.com",
      })
  void what_google_gives_its_own_agents_waits_for_a_person(String agent) {
    String event =
        grant("projects/example-project", "project", delta("ADD", "roles/editor", agent, ""));

    assertThat(plan(ENFORCE, "withdraw-grant", event).get(0).mode()).isEqualTo(Disposition.APPROVE);
  }

  @Test
  void whoever_gets_something_in_the_same_call_keeps_it_when_it_is_harmless_or_they_are_of_us() {
    String event =
        grant(
            "projects/example-project",
            "project",
            delta("ADD", "roles/owner", "user:mallory@example.net", ""),
            delta("ADD", "roles/viewer", "user:auditor@example.org", ""),
            delta("ADD", "roles/owner", "user:colleague@example.com", ""),
            delta("ADD", "roles/owner", "group:partners@trusted.example", ""),
            delta("ADD", "roles/owner", "serviceAccount:" + APP, ""),
            delta(
                "ADD",
                "roles/editor",
                "serviceAccount:example-project@appspot.gserviceaccount.com",
                ""));

    assertThat(plan(ENFORCE + "trusted_domains: [trusted.example]\n", "withdraw-grant", event))
        .filteredOn(p -> p.action().containment())
        .extracting(PlannedAction::target)
        .containsExactly("user:mallory@example.net as roles/owner on projects/example-project");
  }

  @Test
  void the_same_role_under_another_condition_is_another_thing_to_withdraw() {
    String event =
        grant(
            "projects/example-project",
            "project",
            delta(
                "ADD",
                "roles/owner",
                "user:m@example.net",
                ",\"condition\":{\"expression\":\"false\"}"),
            delta("ADD", "roles/owner", "user:m@example.net", ""));

    assertThat(plan(ENFORCE, "withdraw-grant", event))
        .filteredOn(p -> p.action().containment())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "group:breakglass@example.net, email: breakglass@example.net",
    "group:breakglass@example.net, email_domain: example.net",
    "domain:example.net, email_domain: example.net",
    "user:m@example.net, account: example-project",
    "serviceAccount:x@other-project.iam.gserviceaccount.com, account: other-project",
  })
  void an_exemption_covers_members_of_every_kind(String member, String exemption) {
    String event =
        grant("projects/example-project", "project", delta("ADD", "roles/owner", member, ""));

    assertThat(
            plan(ENFORCE + "exemptions: [{" + exemption + "}]\n", "withdraw-grant", event)
                .get(0)
                .mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void a_service_account_open_to_everybody_is_closed() {
    String event =
        grant(
            "projects/example-project/serviceAccounts/" + APP,
            "service_account",
            delta("ADD", "roles/iam.serviceAccountTokenCreator", "allUsers", ""));

    assertThat(plan(ENFORCE, "withdraw-grant", event))
        .extracting(p -> p.action().name())
        .containsExactly("close-impersonation", "withdraw-role-grant", "notify-owner");
  }

  @Test
  void many_roles_at_once_are_for_a_person_beyond_the_first_twenty() {
    String event =
        grant(
            "projects/example-project",
            "project",
            IntStream.range(0, 25)
                .mapToObj(i -> delta("ADD", "roles/owner", "user:m" + i + "@example.net", ""))
                .toArray(String[]::new));

    assertThat(plan(ENFORCE, "withdraw-grant", event))
        .filteredOn(p -> p.mode() == Disposition.ENFORCE && p.action().containment())
        .hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:x$(id)@example.net",
        "user:a b@example.net",
        "mallory@example.net",
        "user:x\\nmember@example.net",
        "user:p\u0430yroll@example.net",
      })
  void a_member_that_iam_cannot_have_written_is_refused(String member) {
    String event =
        grant("projects/example-project", "project", delta("ADD", "roles/owner", member, ""));

    assertThat(plan(ENFORCE, "withdraw-grant", event).get(0).mode()).isEqualTo(Disposition.REFUSE);
  }

  @Test
  void an_application_loses_what_one_person_gave_it_and_for_everybody_a_person_must_agree() {
    String event = consent(CLIENT);

    assertThat(plan(ENFORCE, "contain-issued", event).get(0))
        .returns("revoke-app-grant", p -> p.action().name())
        .returns("anna@example.com/" + CLIENT, PlannedAction::target)
        .returns("example.com", PlannedAction::account)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
    assertThat(plan(ENFORCE, "withdraw-app", event).get(0))
        .returns("revoke-app-everywhere", p -> p.action().name())
        .returns(CLIENT, PlannedAction::target)
        .returns(Disposition.APPROVE, PlannedAction::mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../users/x", "a b", "1"})
  void a_client_id_that_google_cannot_have_given_is_refused(String client) {
    assertThat(plan(ENFORCE, "contain-issued", consent(client)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void a_record_that_names_one_account_and_the_key_of_another_is_refused() {
    String other = "other@example-project.iam.gserviceaccount.com";
    String event = use(APP, KEY_ID).replace("serviceAccounts/" + APP, "serviceAccounts/" + other);

    assertThat(plan(ENFORCE, "contain-credential", event).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void an_entry_that_anybody_can_write_leads_to_nothing() {
    String event = use(APP, KEY_ID).replace("cloudaudit.googleapis.com%2Factivity", "my-log");

    assertThat(plan(ENFORCE, "contain-credential", event).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  private static List<PlannedAction> plan(String policy, String playbook, String entry) {
    TokenEvent event =
        ((Decoded.Event)
                Decoders.decode(entry.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null)
                    .get(0))
            .event();
    Finding finding = new Finding("r", "A rule", Level.HIGH, List.of(), List.of(playbook), null);
    return new Planner(PolicyReader.parse("p", policy))
        .plan(event, List.of(finding), Instant.parse("2026-11-24T09:00:05Z"));
  }

  private static String use(String email, String key) {
    String keyName =
        key == null
            ? ""
            : ",\"serviceAccountKeyName\":\"//iam.googleapis.com/projects/example-project/"
                + "serviceAccounts/"
                + email
                + "/keys/"
                + key
                + "\"";
    return entry(
        "storage.objects.get",
        "projects/_/buckets/b",
        "gcs_bucket",
        "{\"principalEmail\":\"" + email + "\"" + keyName + "}",
        "");
  }

  private static String impersonation(String email) {
    return entry(
        "GenerateAccessToken",
        "projects/-/serviceAccounts/" + email,
        "service_account",
        "{\"principalEmail\":\"anna@example.com\"}",
        "");
  }

  private static String grant(String resource, String type, String... deltas) {
    String list = Arrays.stream(deltas).collect(Collectors.joining(","));
    return entry(
        "SetIamPolicy",
        resource,
        type,
        "{\"principalEmail\":\"admin@example.com\"}",
        ",\"serviceData\":{\"policyDelta\":{\"bindingDeltas\":[" + list + "]}}");
  }

  private static String delta(String action, String role, String member, String more) {
    return "{\"action\":\"%s\",\"role\":\"%s\",\"member\":\"%s\"%s}"
        .formatted(action, role, member, more);
  }

  private static String entry(
      String method, String resource, String type, String who, String more) {
    return """
        {"protoPayload": {"methodName": "%s", "serviceName": "iam.googleapis.com",
           "resourceName": "%s", "authenticationInfo": %s %s},
         "insertId": "i", "timestamp": "2026-11-24T09:00:00Z",
         "logName": "projects/example-project/logs/cloudaudit.googleapis.com%%2Factivity",
         "resource": {"type": "%s", "labels": {"project_id": "example-project"}}}
        """
        .formatted(method, resource, who, more, type);
  }

  private static String consent(String client) {
    return """
        {"kind": "admin#reports#activity",
         "id": {"time": "2026-11-24T09:00:00Z", "uniqueQualifier": "1",
                "applicationName": "token", "customerId": "C0example"},
         "actor": {"email": "anna@example.com"},
         "events": [{"name": "authorize", "parameters": [
           {"name": "client_id", "value": "%s"}]}]}
        """
        .formatted(client);
  }
}
