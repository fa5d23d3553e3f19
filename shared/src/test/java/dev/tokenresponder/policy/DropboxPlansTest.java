package dev.tokenresponder.policy;

import static dev.tokenresponder.policy.SamplePlans.ENFORCE;
import static dev.tokenresponder.policy.SamplePlans.plan;
import static dev.tokenresponder.policy.SamplePlans.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.Disposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From records of Dropbox's to what would be done about them. */
class DropboxPlansTest {
  private static final String LINKED = sample("dropbox.events/app-linked-by-member");

  @Test
  void an_application_loses_what_one_member_gave_it() {
    assertThat(plan(ENFORCE, "contain-issued", LINKED).get(0))
        .returns("revoke-dropbox-app", p -> p.action().name())
        .returns("dbmid:EXAMPLEMEMBER0001/dbaid:EXAMPLEAPP0001", PlannedAction::target)
        .returns("example.com", PlannedAction::account)
        .returns(Disposition.ENFORCE, PlannedAction::mode)
        .satisfies(
            p ->
                assertThat(p.arguments())
                    .containsEntry("user_id", "dbmid:EXAMPLEMEMBER0001")
                    .containsEntry("client_id", "dbaid:EXAMPLEAPP0001"));
  }

  @Test
  void what_is_linked_to_a_whole_team_is_for_an_administrator() {
    assertThat(plan(ENFORCE, "contain-issued", sample("dropbox.events/app-linked-for-team")).get(0))
        .returns(Disposition.REFUSE, PlannedAction::mode)
        .satisfies(p -> assertThat(p.reason()).contains("whole team"));
  }

  @ParameterizedTest
  @CsvSource({
    "dbaid:EXAMPLEAPP0001, dbaid:X/../../y",
    "dbaid:EXAMPLEAPP0001, EXAMPLEAPP0001",
    "dbmid:EXAMPLEMEMBER0001, alice@example.com",
    "dbmid:EXAMPLEMEMBER0001, dbmid:x x x x x"
  })
  void an_id_that_dropbox_cannot_have_given_is_refused(String genuine, String hostile) {
    assertThat(plan(ENFORCE, "contain-issued", LINKED.replace(genuine, hostile)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void an_exempt_member_is_left_alone() {
    String policy = ENFORCE + "exemptions: [{email: alice@example.com}]\n";

    assertThat(plan(policy, "contain-issued", LINKED).get(0).mode()).isEqualTo(Disposition.REFUSE);
  }
}
