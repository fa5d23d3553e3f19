package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.policy.PlannedAction;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The record of a child arrives after its family was contained. */
class LateChildTest {
  private static final Path CHAIN =
      SamplesTest.EVENTS.resolve("aws.cloudtrail/chained-sessions.json");
  private static final String STILL_WORKS = "A credential that was contained still works";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final IncidentStore store = new InMemoryIncidentStore();
  private final Lineage lineage = new FollowedLineage(new InMemoryLinks());
  private final Policy policy =
      PolicyReader.parse("test", "{version: 1, mode: enforce, trusted_networks: []}");
  private final Evaluator evaluator =
      new Evaluator(
          RuleBook.of(RuleFile.builtIn(), policy),
          policy,
          Intake.OPERATOR,
          Memory.local(new IncidentContainments(store, lineage), lineage),
          event -> event.time());
  private final IncidentDesk desk = new IncidentDesk(store, Duration.ofHours(24));

  @Test
  void it_is_contained_with_its_own_event_as_evidence() throws IOException {
    JsonNode chain = MAPPER.readTree(CHAIN.toFile()).path("Records");
    judge(chain.get(0));
    judge(chain.get(1));
    Evaluation stolen = judge(chain.get(3));
    assertThat(targets(stolen)).hasSize(3);
    contain(stolen);

    Evaluation late = judge(chain.get(2));

    assertThat(late.findings()).extracting(Finding::title).contains(STILL_WORKS);
    assertThat(targets(late)).contains("AROAEXAMPLEROLE888888:hop-3");
    assertThat(desk.open(late, Instant.EPOCH).requests())
        .extracting(request -> request.evidence().get("event_id"))
        .containsOnly(chain.get(2).path("eventID").asText());
  }

  @Test
  void before_anything_is_contained_the_same_record_is_nothing() throws IOException {
    JsonNode chain = MAPPER.readTree(CHAIN.toFile()).path("Records");

    assertThat(judge(chain.get(2)).findings()).isEmpty();
  }

  @Test
  void a_failed_one_is_nothing_either() throws IOException {
    JsonNode chain = MAPPER.readTree(CHAIN.toFile()).path("Records");
    judge(chain.get(0));
    judge(chain.get(1));
    contain(judge(chain.get(3)));
    ObjectNode failed = chain.get(2).deepCopy();
    failed.put("errorCode", "AccessDenied").putNull("responseElements");

    assertThat(judge(failed).findings()).isEmpty();
  }

  private Evaluation judge(JsonNode record) {
    return evaluator.evaluate(record.toString().getBytes(StandardCharsets.UTF_8), null).get(0);
  }

  private void contain(Evaluation evaluation) {
    Instant at = evaluation.event().time().plusSeconds(5);
    for (ActionRequest request : desk.open(evaluation, at).requests()) {
      Claim claim = store.claim(request.key(), at, Duration.ofMinutes(1));
      store.complete(
          ((Claim.Granted) claim).token(),
          new ActionOutcome(request.key(), Status.DONE, "for a test", Undo.NOTHING, at));
    }
  }

  private static List<String> targets(Evaluation evaluation) {
    return evaluation.plan().stream()
        .filter(planned -> planned.action().containment())
        .map(PlannedAction::target)
        .toList();
  }
}
