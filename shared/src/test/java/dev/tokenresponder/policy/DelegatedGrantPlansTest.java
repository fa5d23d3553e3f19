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

/** Who may give a permission for somebody else, and what the records of Entra tell of that. */
class DelegatedGrantPlansTest {
  private static final String ALICE = "aaaaaaaa-0000-4000-8000-000000000001";
  private static final String BOB = "aaaaaaaa-0000-4000-8000-000000000002";

  @Test
  void a_permission_that_was_given_for_nobody_knows_whom_is_for_a_person() {
    PlannedAction action = plan(sample("event-hub-batch"), 1);

    assertThat(action)
        .returns("remove-app-grants", p -> p.action().name())
        .returns(Disposition.APPROVE, PlannedAction::mode)
        .extracting(PlannedAction::reason)
        .asString()
        .contains("does not say for whom");
    assertThat(action.arguments())
        .containsEntry("person", ALICE)
        .containsEntry("person_assumed", "true");
  }

  @Test
  void a_consent_says_for_whom_it_is() {
    PlannedAction action = plan(withTenant(sample("consent-to-mail-by-user")), 0);

    assertThat(action.mode()).isEqualTo(Disposition.ENFORCE);
    assertThat(action.arguments())
        .containsEntry("person", ALICE)
        .containsEntry("given_by", ALICE)
        .doesNotContainKey("person_assumed");
  }

  @Test
  void a_consent_for_somebody_else_is_looked_for_there_and_not_at_the_giver() {
    String record =
        sample("consent-to-mail-by-user").replace("PrincipalId: " + ALICE, "PrincipalId: " + BOB);

    assertThat(plan(withTenant(record), 0).arguments())
        .containsEntry("person", BOB)
        .containsEntry("given_by", ALICE);
  }

  private static PlannedAction plan(String record, int which) {
    Decoded decoded =
        Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null).get(which);
    Finding finding =
        new Finding("r", "A rule", Level.HIGH, List.of(), List.of("contain-issued"), null);
    return new Planner(PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}"))
        .plan(
            ((Decoded.Event) decoded).event(),
            List.of(finding),
            Instant.parse("2026-11-24T10:30:00Z"))
        .get(0);
  }

  private static String sample(String name) {
    try {
      return Files.readString(Path.of("../events/entra.audit/" + name + ".json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As diagnostic settings write it, with the tenant around what Graph would answer. */
  private static String withTenant(String record) {
    return "{\"time\":\"2026-11-24T09:12:41Z\",\"category\":\"AuditLogs\",\"tenantId\":"
        + "\"11111111-0000-4000-8000-000000000001\",\"operationName\":\"x\",\"properties\":"
        + record
        + "}";
  }
}
