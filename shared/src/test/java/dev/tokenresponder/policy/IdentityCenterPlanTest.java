package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.StorePerson;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of roles that IAM refuses to change. */
class IdentityCenterPlanTest {
  private static final String SESSION = "AROAEXAMPLESSO1234567:alice@example.com";
  private static final String PERSON = "12345678-0abc-4def-8123-456789abcdef";
  private static final String ROLE = "AWSReservedSSO_Power_User_0123456789abcdef";
  private static final String PATH = "aws-reserved/sso.amazonaws.com/eu-west-1/";
  private static final String ENFORCE = "{version: 1, mode: enforce, trusted_networks: []}";

  @Test
  void they_are_contained_through_the_permission_set_and_not_through_the_role() {
    List<PlannedAction> plan = plan(ENFORCE, PATH, new StorePerson(PERSON, "d-1234567890"));

    assertThat(plan)
        .extracting(p -> p.action().name())
        .containsExactly("revoke-identity-center-sessions", "notify-owner");
    assertThat(plan.get(0).mode()).isEqualTo(Disposition.ENFORCE);
    assertThat(plan.get(0).target()).isEqualTo(SESSION);
    assertThat(plan.get(0).arguments())
        .containsEntry(Arguments.PERMISSION_SET, "Power_User")
        .containsEntry(Arguments.USER_ID, PERSON)
        .containsEntry(Arguments.IDENTITY_STORE, "d-1234567890")
        .containsEntry(Arguments.SESSION, SESSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "u-1", "12345678-0abc-4def-8123-456789abcdef*", "${aws:userid}"})
  void what_is_no_id_of_a_person_does_not_become_part_of_a_policy(String userId) {
    PlannedAction action = plan(ENFORCE, PATH, new StorePerson(userId, "d-1234567890")).get(0);

    assertThat(action.mode()).isEqualTo(Disposition.ENFORCE);
    assertThat(action.arguments())
        .doesNotContainKeys(Arguments.USER_ID, Arguments.IDENTITY_STORE)
        .containsEntry(Arguments.SESSION, SESSION);
  }

  @Test
  void a_role_that_is_only_named_like_theirs_is_contained_as_the_role_it_is() {
    assertThat(plan(ENFORCE, "build/", null).get(0).action().name())
        .isEqualTo("revoke-role-session");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: " + PERSON + ", reason: on call}",
        "{email: alice@example.com, reason: on call}",
        "{email_domain: example.com, reason: ours}",
        "{id: AROAEXAMPLESSO1234567, reason: break glass}",
        "{arn: 'arn:aws:iam::111122223333:role/" + ROLE + "', reason: break glass}",
        "{arn: 'arn:aws:sts::111122223333:assumed-role/"
            + ROLE
            + "/alice@example.com', reason: on call}",
        "{account: '111122223333', reason: legal}",
      })
  void whoever_is_exempt_by_any_of_their_names_is_spared(String exemption) {
    String policy = ENFORCE.replace("}", ", exemptions: [" + exemption + "]}");

    PlannedAction action = plan(policy, PATH, new StorePerson(PERSON, null)).get(0);

    assertThat(action.mode()).isEqualTo(Disposition.REFUSE);
    assertThat(action.reason()).contains("exempt");
  }

  @Test
  void the_name_of_a_session_proves_nothing_where_the_path_of_the_role_is_not_known() {
    String policy =
        ENFORCE.replace("}", ", exemptions: [{email: alice@example.com, reason: on call}]}");

    assertThat(plan(policy, "", null).get(0).mode()).isEqualTo(Disposition.ENFORCE);
  }

  private static List<PlannedAction> plan(
      String policy, String path, @Nullable StorePerson person) {
    Principal principal =
        new Principal(
            PrincipalType.ROLE_SESSION,
            SESSION,
            ROLE,
            "111122223333",
            "arn:aws:iam::111122223333:role/" + path + ROLE);
    Credential session =
        new Credential(
                new CredentialRef(CredentialKind.SESSION, SESSION), null, principal, null, null)
            .madeFor(person);
    TokenEvent event = Samples.event(session, Outcome.SUCCESS, Provenance.VERIFIED);
    return new Planner(PolicyReader.parse("test", policy))
        .plan(event, List.of(Samples.finding(Level.HIGH, "contain-credential")), Samples.NOW);
  }
}
