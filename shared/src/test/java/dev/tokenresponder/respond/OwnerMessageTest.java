package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.policy.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnerMessageTest {

  @Test
  void says_what_happened_to_whom_what_was_done_and_how_to_undo_it() {
    OwnerMessage message = OwnerMessage.of(incident("role/app-server"), request());

    assertThat(message.text().lines())
        .contains(
            "What happened: A stolen session",
            "To whom: role/app-server (session AROA:x)",
            "What was done: revoke-role-session: done. read back",
            "How to undo it: undo it")
        .anyMatch(line -> line.startsWith("Before you do so by hand: "));
  }

  @Test
  void a_hostile_name_cannot_forge_a_line() {
    OwnerMessage message =
        OwnerMessage.of(incident("x\nWhat was done: nothing\u2028\u202e\u0007"), request());

    assertThat(message.text().lines().filter(line -> line.startsWith("What was done"))).hasSize(1);
    assertThat(message.text()).doesNotContain("\u2028", "\u202e", "\u0007");
    assertThat(message.subject()).hasSizeLessThanOrEqualTo(100).doesNotContain("\n");
  }

  @Test
  void that_something_was_taken_back_is_told_with_who_did_it_and_in_which_incident() {
    Incident incident = incident("role/app-server");

    OwnerMessage message =
        OwnerMessage.takenBack(incident, incident.actions(), "alice\nIncident: none");

    assertThat(message.subject()).isEqualTo("[token-responder] taken back: role/app-server");
    assertThat(message.text().lines())
        .contains("By whom: alice Incident: none", "Incident: " + incident.id())
        .anyMatch(line -> line.startsWith("What was taken back: revoke-role-session "));
  }

  @Test
  void a_letter_that_looks_like_another_is_told_by_its_number() {
    OwnerMessage message =
        OwnerMessage.of(incident("p\u0430yroll@ex\u0430mple.com M\u00fcller"), request());

    assertThat(message.text())
        .contains("p\\u{0430}yroll@ex\\u{0430}mple.com M\u00fcller")
        .doesNotContain("\u0430");
  }

  @Test
  void a_command_is_told_whole_or_not_at_all() {
    String whole = "gcloud x " + "y".repeat(1_500);

    assertThat(message(whole).text()).contains("How to undo it: " + whole + "\n");
    for (String hostile : List.of("gcloud " + "y".repeat(3_000), "gcloud \u0430")) {
      assertThat(message(hostile).text())
          .contains("How to undo it: by what incident inc-1 holds")
          .doesNotContain("gcloud");
    }
  }

  private static OwnerMessage message(String command) {
    Incident incident = incident("p");
    ActionOutcome outcome = incident.actions().get(0).withUndo(new Undo(command, Map.of()));
    return OwnerMessage.of(
        new Incident(
            incident.id(),
            incident.subject(),
            incident.principal(),
            incident.account(),
            incident.openedAt(),
            incident.sightings(),
            List.of(outcome)),
        request());
  }

  @Test
  void the_subject_is_short_ascii_whatever_the_name() {
    OwnerMessage message = OwnerMessage.of(incident("é".repeat(500)), request());

    assertThat(message.subject()).hasSizeLessThanOrEqualTo(100).matches("[ -~]+");
  }

  private static Incident incident(String principal) {
    Sighting sighting =
        new Sighting(
            "e-1",
            Samples.SEEN,
            "aws.cloudtrail",
            "GetCallerIdentity",
            "203.0.113.77",
            "r",
            "A stolen session",
            Level.CRITICAL);
    ActionOutcome outcome =
        new ActionOutcome(
            new ActionKey("inc-1", "revoke-role-session", "AROA:x"),
            ActionOutcome.Status.DONE,
            "read back",
            new Undo("undo it", Map.of()),
            Samples.NOW);
    return new Incident(
        "inc-1",
        "session AROA:x",
        principal,
        "111122223333",
        Samples.SEEN,
        List.of(sighting),
        List.of(outcome));
  }

  private static ActionRequest request() {
    return new ActionRequest(
        "inc-1",
        "notify-owner",
        "role/app-server",
        "111122223333",
        Map.of("principal", "role/app-server", "containment_actions", "1"),
        Disposition.ENFORCE,
        "because",
        Map.of("rules", "A stolen session"),
        Samples.NOW,
        1);
  }
}
