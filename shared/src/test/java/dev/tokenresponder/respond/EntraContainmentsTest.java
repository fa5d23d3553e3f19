package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.policy.PlannedAction;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications that others rely on must not fall with one that was stolen. */
class EntraContainmentsTest {
  private static final String PAYROLL = "5e000000-0000-4000-8000-000000000004";
  private static final String BACKUP = "5e000000-0000-4000-8000-000000000008";
  private static final String STOLEN = "d0000000-0000-4000-8000-000000000001";
  private static final String ADDED = "d0000000-0000-4000-8000-000000000008";

  private final IncidentStore store = new InMemoryIncidentStore();
  private final Lineage lineage = new FollowedLineage(new InMemoryLinks());
  private final IncidentContainments containments = new IncidentContainments(store, lineage);
  private final List<TokenEvent> chain = chain();
  private final Instant done = chain.get(0).time().plusSeconds(5);

  @BeforeEach
  void remember() {
    chain.forEach(lineage::record);
  }

  @Test
  void what_a_disabled_application_does_by_tokens_that_are_out_counts() {
    contain("disable-service-principal", PAYROLL);

    assertThat(containments.since(chain.get(1))).isEqualTo(done);
  }

  /** It has other secrets, and whoever removed the one has decided that it works on. */
  @Test
  void an_application_that_lost_a_stolen_secret_works_on() {
    contain("remove-app-credential", PAYROLL + "/" + STOLEN);

    assertThat(containments.since(chain.get(0))).isEqualTo(done);
    assertThat(containments.since(chain.get(1))).isNull();
  }

  @Test
  void an_application_whose_secret_a_stolen_one_renewed_works_on() {
    contain("disable-service-principal", PAYROLL);

    assertThat(containments.since(chain.get(2))).isNull();
    assertThat(containments.since(chain.get(3))).isNull();
  }

  @Test
  void a_removed_secret_that_still_signs_in_counts() {
    contain("remove-app-credential", BACKUP + "/" + ADDED);

    assertThat(containments.since(chain.get(2))).isEqualTo(done);
  }

  @Test
  void a_secret_whose_record_comes_late_is_proposed_for_removal() throws IOException {
    contain("disable-service-principal", PAYROLL);
    Policy policy = PolicyReader.parse("test", "{version: 1, mode: enforce, trusted_networks: []}");
    List<Evaluation> judged =
        new Evaluator(
                RuleBook.of(RuleFile.builtIn(), policy),
                policy,
                Intake.OPERATOR,
                Memory.local(containments, lineage),
                TokenEvent::time)
            .evaluate(sample(), null);

    assertThat(judged.get(1).findings())
        .extracting(Finding::title)
        .contains("A credential that was contained still works");
    assertThat(judged.get(1).plan())
        .extracting(PlannedAction::target)
        .contains(PAYROLL, BACKUP + "/" + ADDED);
    assertThat(judged.get(2).findings()).isEmpty();
  }

  private void contain(String action, String target) {
    String incident =
        store
            .report(
                IncidentReport.of(
                    chain.get(0), List.of(Samples.finding(Level.CRITICAL)), Duration.ofHours(24)))
            .id();
    ActionKey key = new ActionKey(incident, action, target + "#2026-11-24T09:30:00Z");
    Claim claim = store.claim(key, done, Duration.ofMinutes(1));
    store.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(key, Status.DONE, "for a test", Undo.NOTHING, done));
  }

  private static byte[] sample() throws IOException {
    return Files.readAllBytes(SamplesTest.EVENTS.resolve("entra.audit/secret-to-secret.json"));
  }

  private static List<TokenEvent> chain() {
    try {
      return Decoders.decode(sample(), Intake.OPERATOR, null).stream()
          .map(decoded -> ((Decoded.Event) decoded).event())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
