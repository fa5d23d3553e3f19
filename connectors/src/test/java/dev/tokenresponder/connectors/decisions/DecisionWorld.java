package dev.tokenresponder.connectors.decisions;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.ActionMessages;
import dev.tokenresponder.respond.OwnerMessage.Link;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One incident with one action, and whoever answers behind its links. */
final class DecisionWorld {
  static final String KEY = "canary-key-for-links-0123456789abcdef";
  static final String BASE = "https://decide.example.com/decide";

  final IncidentStore store = new InMemoryIncidentStore();
  final List<Message> bus = new ArrayList<>();
  final MovableClock clock = new MovableClock();
  private final Incident incident;
  private final ActionKey action;

  DecisionWorld() {
    this("app-server");
  }

  /** With a name, a title and a reason that may be anything. */
  DecisionWorld(String name) {
    TokenEvent event =
        Samples.event(
            Samples.userCredential(CredentialKind.KEY, "AKIAIOSFODNN7EXAMPLE", name),
            Outcome.SUCCESS,
            Provenance.VERIFIED);
    Finding finding =
        new Finding(
            "0b9ef6c8-3a0e-4a33-9d1c-7f0f4b2d8a10",
            "A stolen key of " + name,
            Level.HIGH,
            List.of(),
            List.of(),
            null);
    incident = store.report(IncidentReport.of(event, List.of(finding), Duration.ofHours(24)));
    action = request(name).key();
  }

  DecisionWorld held(String name) {
    ActionRequest request = request(name);
    Claim.Granted claim = claim();
    store.hold(
        claim.token(),
        outcome(Status.HELD, "waits for approval; would: deactivate the key of " + name, "none"),
        ActionMessages.write(request));
    return this;
  }

  DecisionWorld held() {
    return held("app-server");
  }

  DecisionWorld done() {
    store.complete(claim().token(), outcome(Status.DONE, "the key is inactive", "aws iam undo"));
    return this;
  }

  /** Others that were done, one after the other. */
  DecisionWorld doneBesides(int many) {
    for (int i = 0; i < many; i++) {
      clock.pass(Duration.ofSeconds(1));
      ActionKey key = new ActionKey(incident.id(), "disable-access-key", "AKIA" + i);
      Claim claim = store.claim(key, clock.instant(), Duration.ofMinutes(1));
      store.complete(
          ((Claim.Granted) claim).token(),
          new ActionOutcome(
              key, Status.DONE, "inactive", new Undo("aws iam undo", Map.of()), clock.instant()));
    }
    return this;
  }

  private Claim.Granted claim() {
    return (Claim.Granted) store.claim(action, clock.instant(), Duration.ofMinutes(1));
  }

  private ActionOutcome outcome(Status status, String reason, String undo) {
    Undo how = undo.equals("none") ? Undo.NOTHING : new Undo(undo, Map.of());
    return new ActionOutcome(action, status, reason, how, clock.instant());
  }

  private ActionRequest request(String name) {
    return new ActionRequest(
        incident.id(),
        "disable-access-key",
        "AKIAIOSFODNN7EXAMPLE",
        "111122223333",
        Map.of(Arguments.USER, name, Arguments.OCCASION, "2026-08-10T10:00:00Z"),
        Disposition.APPROVE,
        "a stolen key of " + name,
        Map.of(),
        Samples.NOW,
        1);
  }

  Incident incident() {
    return store.find(incident.id()).orElseThrow();
  }

  static Map<String, String> environment(String key) {
    return Map.of(LinkedDecisions.KEY, key, LinkedDecisions.URL, BASE);
  }

  List<Link> links(String key) {
    return LinkedDecisions.links(environment(key), store, clock).of(incident());
  }

  Link link() {
    return links(KEY).get(0);
  }

  String token() {
    return token(link());
  }

  static String token(Link link) {
    return link.url().getPath().substring(link.url().getPath().lastIndexOf('/') + 1);
  }

  DecisionsEndpoint endpoint(String key) {
    return LinkedDecisions.endpoint(environment(key), store, bus::addAll, clock);
  }

  InboundAnswer get(String token) {
    return endpoint(KEY).handle(request("GET", token, ""));
  }

  InboundAnswer post(String token, String verdict) {
    return endpoint(KEY).handle(request("POST", token, "verdict=" + verdict));
  }

  static InboundRequest request(String method, String token, String body) {
    return new InboundRequest(
        method, "/decide/" + token, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** A clock that goes when it is told to. */
  static final class MovableClock extends Clock {
    private Instant now = Samples.NOW;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
