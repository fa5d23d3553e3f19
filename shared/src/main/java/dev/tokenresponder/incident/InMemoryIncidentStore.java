package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps incidents for the length of a process: for the command line and for tests. */
public final class InMemoryIncidentStore implements IncidentStore {
  private final Map<String, Incident> incidents = new HashMap<>();
  private final Map<String, Pointer> open = new HashMap<>();
  private final Map<ActionKey, Lease> leases = new HashMap<>();
  private final Map<ActionKey, ActionOutcome> outcomes = new LinkedHashMap<>();
  private final Map<ActionKey, String> requests = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private @Nullable Stop stop;

  @Override
  public synchronized Incident report(IncidentReport report) {
    String subject = report.subject() + "|" + report.account();
    Pointer current = open.get(subject);
    if (current == null || !report.joins(current.openedAt())) {
      Pointer opened = new Pointer(report.newId(), report.time());
      if (current == null || report.time().isAfter(current.openedAt())) {
        open.put(subject, opened);
      }
      current = opened;
    }
    Incident before = incidents.get(current.id());
    List<Sighting> sightings = new ArrayList<>(before == null ? List.of() : before.sightings());
    for (Sighting sighting : report.sightings()) {
      if (sightings.stream().noneMatch(sighting::isAlso)) {
        sightings.add(sighting);
      }
    }
    incidents.put(
        current.id(),
        new Incident(
            current.id(),
            report.subject(),
            before == null ? report.principal() : before.principal(),
            report.account(),
            before == null ? report.time() : before.openedAt(),
            sightings,
            Relative.merge(before == null ? List.of() : before.family(), report.family()),
            List.of()));
    return find(current.id()).orElseThrow();
  }

  @Override
  public synchronized Optional<Incident> find(String id) {
    return Optional.ofNullable(incidents.get(id)).map(this::withActions);
  }

  @Override
  public synchronized Optional<Incident> latest(String subject, @Nullable String account) {
    Pointer pointer = open.get(subject + "|" + account);
    return pointer == null ? Optional.empty() : find(pointer.id());
  }

  @Override
  public synchronized Claim claim(ActionKey key, Instant now, Duration lease) {
    ActionOutcome outcome = outcomes.get(key);
    if (outcome != null && outcome.isFinal()) {
      return new Claim.Done(outcome);
    }
    return taken(key, now).orElseGet(() -> grant(key, now.plus(lease)));
  }

  @Override
  public synchronized Claim claimUndo(ActionKey key, Instant now, Duration lease) {
    ActionOutcome outcome = outcomes.get(key);
    if (outcome != null && outcome.status() == Status.UNDONE) {
      return new Claim.Done(outcome);
    }
    Optional<Claim> taken = taken(key, now);
    if (taken.isPresent()) {
      return taken.get();
    }
    if (outcome == null) {
      throw new IllegalArgumentException(key + " has no outcome");
    }
    return outcome.canBeUndone() ? grant(key, now.plus(lease)) : new Claim.Done(outcome);
  }

  private Optional<Claim> taken(ActionKey key, Instant now) {
    return Optional.ofNullable(leases.get(key))
        .filter(lease -> lease.until().isAfter(now))
        .map(lease -> new Claim.Taken(lease.until()));
  }

  private Claim grant(ActionKey key, Instant until) {
    Lease last = leases.get(key);
    long token = last == null ? 1 : last.token() + 1;
    leases.put(key, new Lease(token, until));
    return new Claim.Granted(token);
  }

  @Override
  public synchronized void begin(long token, ActionOutcome begun) {
    require(begun.key(), token);
    record(begun);
  }

  @Override
  public synchronized void complete(long token, ActionOutcome outcome) {
    end(outcome.key(), token);
    record(outcome);
  }

  @Override
  public synchronized void hold(long token, ActionOutcome held, String request) {
    complete(token, held);
    requests.put(held.key(), request);
  }

  @Override
  public synchronized Optional<String> held(ActionKey key) {
    return Optional.ofNullable(requests.get(key));
  }

  private void record(ActionOutcome outcome) {
    ActionOutcome before = outcomes.get(outcome.key());
    boolean keepUndo = before != null && !before.undo().equals(Undo.NOTHING);
    outcomes.put(outcome.key(), keepUndo ? outcome.withUndo(before.undo()) : outcome);
  }

  @Override
  public synchronized void release(ActionKey key, long token) {
    end(key, token);
  }

  @Override
  public synchronized boolean consume(String limit, Instant now, int most) {
    String counter = limit + "|" + now.truncatedTo(ChronoUnit.HOURS);
    int used = uses.getOrDefault(counter, 0);
    if (used >= most) {
      return false;
    }
    uses.put(counter, used + 1);
    return true;
  }

  @Override
  public synchronized Optional<Stop> stopped() {
    return Optional.ofNullable(stop);
  }

  @Override
  public synchronized void stop(Stop order) {
    stop = order;
  }

  @Override
  public synchronized void resume() {
    stop = null;
  }

  private void end(ActionKey key, long token) {
    require(key, token);
    leases.put(key, new Lease(token, Instant.MIN));
  }

  private void require(ActionKey key, long token) {
    Lease current = leases.get(key);
    if (current == null || current.token() != token) {
      throw new StaleClaimException(key.toString());
    }
  }

  private Incident withActions(Incident incident) {
    List<ActionOutcome> actions = new ArrayList<>();
    outcomes.forEach(
        (key, outcome) -> {
          if (key.incident().equals(incident.id())) {
            actions.add(outcome);
          }
        });
    return new Incident(
        incident.id(),
        incident.subject(),
        incident.principal(),
        incident.account(),
        incident.openedAt(),
        incident.sightings(),
        incident.family(),
        actions);
  }

  private record Lease(long token, Instant until) {}

  private record Pointer(String id, Instant openedAt) {}
}
