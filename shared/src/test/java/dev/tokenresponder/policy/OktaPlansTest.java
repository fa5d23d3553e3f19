package dev.tokenresponder.policy;

import static dev.tokenresponder.policy.SamplePlans.ENFORCE;
import static dev.tokenresponder.policy.SamplePlans.plan;
import static dev.tokenresponder.policy.SamplePlans.sample;
import static dev.tokenresponder.policy.SamplePlans.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.Disposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From records of Okta's to what would be done about them. */
class OktaPlansTest {
  private static final String SESSION = sample("okta.system/session-started-with-high-risk");
  private static final String CONSENT = sample("okta.system/consent-granted");
  private static final String TOKEN = sample("okta.system/api-token-created");
  private static final String MADE =
      "{playbooks: {p: [{action: deactivate-okta-token, of: issued}]}}";

  @Test
  void the_sessions_of_whose_session_it_is_are_ended() {
    assertThat(plan(ENFORCE, "contain-credential", SESSION).get(0))
        .returns("clear-okta-sessions", p -> p.action().name())
        .returns("00uEXAMPLEBOB0000002", PlannedAction::target)
        .returns("example.com", PlannedAction::account)
        .returns(Disposition.ENFORCE, PlannedAction::mode)
        .satisfies(p -> assertThat(p.arguments()).containsEntry("user_id", "00uEXAMPLEBOB0000002"));
  }

  @Test
  void an_application_loses_what_one_person_gave_it() {
    assertThat(plan(ENFORCE, "contain-issued", CONSENT).get(0))
        .returns("revoke-okta-grants", p -> p.action().name())
        .returns("00uEXAMPLEALICE00001/0oaEXAMPLEBOOST00001", PlannedAction::target)
        .returns(Disposition.ENFORCE, PlannedAction::mode)
        .satisfies(
            p ->
                assertThat(p.arguments())
                    .containsEntry("user_id", "00uEXAMPLEALICE00001")
                    .containsEntry("client_id", "0oaEXAMPLEBOOST00001"));
  }

  @Test
  void a_token_that_was_made_waits_for_a_person_since_it_cannot_be_had_again() {
    String policy = ENFORCE + MADE.substring(1, MADE.length() - 1) + "\n";

    assertThat(plan(policy, "p", TOKEN).get(0))
        .returns("deactivate-okta-token", p -> p.action().name())
        .returns("00TEXAMPLETOKEN00002", PlannedAction::target)
        .returns(Disposition.APPROVE, PlannedAction::mode);
  }

  /** The person whose password was shown is the victim. */
  @ParameterizedTest
  @CsvSource({
    "password-shown-to-another, 00uEXAMPLEALICE00001",
    "super-administrator-granted, 00uEXAMPLEADMIN00009"
  })
  void nobody_is_taken_for_a_target_whom_a_record_merely_names(String name, String actor) {
    assertThat(plan(ENFORCE, "contain-person", sample("okta.system/" + name)))
        .filteredOn(p -> p.action().name().equals("clear-okta-sessions"))
        .allMatch(p -> p.target().equals(actor));
  }

  @Test
  void an_application_has_no_sessions() {
    assertThat(plan(ENFORCE, "contain-credential", sample("okta.system/refresh-token-reused")))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  @ParameterizedTest
  @CsvSource({
    "/actor, id, ../../groups/x",
    "/actor, id, alice@example.com",
    "/actor, id, 00uEXAMPLEALICE00001/lifecycle/deactivate"
  })
  void an_id_that_okta_cannot_have_given_is_refused(String at, String key, String text) {
    assertThat(plan(ENFORCE, "contain-credential", with(SESSION, at, key, text)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
    assertThat(plan(ENFORCE, "contain-issued", with(CONSENT, at, key, text)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "a b", "x", "0oaEXAMPLE?limit=1"})
  void a_client_id_that_okta_cannot_have_given_is_refused(String client) {
    String hostile = CONSENT.replace("0oaEXAMPLEBOOST00001", client);

    assertThat(plan(ENFORCE, "contain-issued", hostile).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"email: bob@example.com", "email_domain: example.com", "id: 00uEXAMPLEBOB0000002"})
  void an_exempt_person_is_left_alone(String exemption) {
    String policy = ENFORCE + "exemptions: [{" + exemption + "}]\n";

    assertThat(plan(policy, "contain-credential", SESSION).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void a_person_who_is_not_ours_is_left_alone() {
    String policy = ENFORCE + "accounts: [example.net]\n";

    assertThat(plan(policy, "contain-credential", SESSION).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }
}
