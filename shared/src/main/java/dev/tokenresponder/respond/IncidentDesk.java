package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.PlannedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens incidents for matched events and turns their plans into requests. */
public final class IncidentDesk {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final IncidentStore store;
  private final Storms storms;
  private final Duration window;

  /**
   * @param window how long findings about one credential join the same incident
   */
  public IncidentDesk(IncidentStore store, Duration window) {
    this.store = store;
    this.storms = new Storms(store);
    this.window = window;
  }

  /**
   * What became of a matched event.
   *
   * @param requests to be carried out by the act functions
   * @param refused what policy forbids, already recorded
   */
  public record Opened(
      Incident incident, List<ActionRequest> requests, List<ActionOutcome> refused) {}

  /**
   * Records a matched event and says what is to be done. Doing so again for the same event gives
   * the same incident and the same requests.
   */
  public Opened open(Evaluation evaluation, Instant now) {
    TokenEvent event = Objects.requireNonNull(evaluation.event(), "only matched events open one");
    IncidentReport report = IncidentReport.of(event, evaluation.findings(), window);
    Incident incident = store.report(report.judged(now, Relatives.of(event, evaluation.family())));
    Map<String, String> evidence = evidence(event, evaluation.findings());
    Optional<Incident> storm = storms.around(incident, event, evaluation.findings(), now);
    List<ActionRequest> requests = new ArrayList<>();
    List<ActionOutcome> refused = new ArrayList<>();
    List<String> containment =
        evaluation.plan().stream()
            .filter(planned -> planned.action().containment())
            .map(planned -> planned.mode().label())
            .toList();
    for (PlannedAction planned : evaluation.plan()) {
      if (!planned.action().containment() && storm.isPresent()) {
        requests.add(ofStorm(storm.get(), planned, evidence, now));
        continue;
      }
      Map<String, String> arguments = new LinkedHashMap<>(planned.arguments());
      if (planned.action().containment()) {
        arguments.put(Arguments.OCCASION, tenMinutes(event.time()).toString());
      } else {
        arguments.put(Arguments.CONTAINMENT, String.valueOf(containment.size()));
        arguments.put(
            Arguments.OCCASION,
            incident.level().label()
                + (incident.isReopened() ? " reopened " + tenMinutes(event.time()) : "")
                + " "
                + String.join(",", containment));
      }
      ActionRequest request = request(incident, planned, arguments, evidence, now);
      if (planned.mode() == Disposition.REFUSE) {
        refused.add(refuse(request, now));
      } else {
        requests.add(request);
      }
    }
    return new Opened(incident, requests, refused);
  }

  private static Instant tenMinutes(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond() / 600 * 600);
  }

  private static ActionRequest request(
      Incident incident,
      PlannedAction planned,
      Map<String, String> arguments,
      Map<String, String> evidence,
      Instant now) {
    return new ActionRequest(
        incident.id(),
        planned.action().name(),
        planned.target(),
        planned.account(),
        arguments,
        planned.mode(),
        planned.reason(),
        evidence,
        now,
        1);
  }

  /** The same for every incident of the storm, so that it is done once. */
  private static ActionRequest ofStorm(
      Incident storm, PlannedAction planned, Map<String, String> evidence, Instant now) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put(Arguments.PRINCIPAL, storm.principal());
    if (storm.account() != null) {
      arguments.put(Arguments.PLACE, storm.account());
    }
    Map<String, String> told = new LinkedHashMap<>(evidence);
    told.merge(
        "rules",
        "more than " + Storms.MOST_TOLD + " incidents in an hour; no other is told of by itself",
        (rules, many) -> rules + "; " + many);
    return new ActionRequest(
        storm.id(),
        planned.action().name(),
        storm.principal(),
        storm.account(),
        arguments,
        planned.mode(),
        planned.reason(),
        told,
        now,
        1);
  }

  private ActionOutcome refuse(ActionRequest request, Instant now) {
    ActionOutcome outcome =
        new ActionOutcome(
            request.key(), ActionOutcome.Status.REFUSED, request.reason(), Undo.NOTHING, now);
    if (store.claim(request.key(), now, LEASE) instanceof Claim.Granted granted) {
      store.complete(granted.token(), outcome);
    }
    return outcome;
  }

  private static Map<String, String> evidence(TokenEvent event, List<Finding> findings) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("event_id", event.id());
    evidence.put("event", event.source() + " " + event.name());
    evidence.put("time", event.time().toString());
    evidence.put(
        "rules",
        findings.stream().map(Finding::title).distinct().collect(Collectors.joining("; ")));
    if (event.network().ip() != null) {
      evidence.put("source_ip", event.network().ip());
    }
    return evidence;
  }
}
