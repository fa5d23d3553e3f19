package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.context.Containments;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Timeline;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.lineage.Parent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Containment as the incidents tell it. */
public final class IncidentContainments implements Containments {
  private final IncidentStore store;
  private final Lineage lineage;

  /**
   * Asks {@code store} once for each event, and once or twice for each credential that the event's
   * was made from.
   */
  public IncidentContainments(IncidentStore store, Lineage lineage) {
    this.store = store;
    this.lineage = lineage;
  }

  @Override
  public @Nullable Instant since(TokenEvent event) {
    Credential credential = event.credential();
    if (credential == null || event.provenance() != Provenance.VERIFIED) {
      return null;
    }
    Instant own = since(credential.ref(), event.account(), credential.issuedAt(), null);
    return own == null ? sinceAnAncestor(event, credential) : own;
  }

  /**
   * In Entra an application outlives each of its secrets, and nothing tells what it did by which:
   * there an ancestor's incident counts only for what was contained in it by name.
   */
  private @Nullable Instant sinceAnAncestor(TokenEvent event, Credential credential) {
    String named = event.source().startsWith("entra.") ? credential.ref().id() : null;
    List<Parent> ancestors = new ArrayList<>();
    if (event.parent() != null && event.issued() == null) {
      ancestors.add(new Parent(event.parent(), null, null));
    }
    ancestors.addAll(lineage.ancestors(credential.ref(), credential.issuedAt(), event.time()));
    for (Parent ancestor : ancestors) {
      Instant since = since(ancestor.ref(), ancestor.account(), ancestor.issuedAt(), named);
      if (since == null && !Objects.equals(ancestor.account(), event.account())) {
        since = since(ancestor.ref(), event.account(), ancestor.issuedAt(), named);
      }
      if (since != null) {
        return since;
      }
    }
    return null;
  }

  /**
   * By what was done to the credential itself, or to all there is in its incident. A session issued
   * after the change is another one of the same name.
   *
   * @param named the credential that must have been acted on; null when that one itself is asked
   *     for, or all that was made from it goes with it
   */
  private @Nullable Instant since(
      CredentialRef ref,
      @Nullable String account,
      @Nullable Instant issuedAt,
      @Nullable String named) {
    Optional<Incident> incident = store.latest(ref.toString(), account);
    boolean whole = incident.filter(i -> i.state().isContained()).isPresent();
    return incident.stream()
        .flatMap(i -> i.containment().stream())
        .filter(
            outcome ->
                named == null
                    ? whole || outcome.key().name().equals(ref.id())
                    : isOf(outcome.key().name(), named))
        .filter(outcome -> outcome.status() == ActionOutcome.Status.DONE)
        .filter(IncidentContainments::contains)
        .map(outcome -> since(incident.orElseThrow(), outcome))
        .max(Comparator.naturalOrder())
        .filter(at -> issuedAt == null || !issuedAt.isAfter(at))
        .orElse(null);
  }

  /** What was done again after somebody took it away goes by the time of what was done first. */
  private static Instant since(Incident incident, ActionOutcome latest) {
    return incident.actions().stream()
        .filter(outcome -> outcome.key().action().equals(latest.key().action()))
        .filter(outcome -> outcome.key().name().equals(latest.key().name()))
        .filter(outcome -> outcome.status() == ActionOutcome.Status.DONE)
        .filter(outcome -> !Timeline.isRestored(outcome))
        .map(ActionOutcome::at)
        .max(Comparator.naturalOrder())
        .orElse(latest.at());
  }

  /** Targets of credentials have their holder in front. */
  private static boolean isOf(String target, String credential) {
    return target.equals(credential) || target.endsWith("/" + credential);
  }

  private static boolean contains(ActionOutcome outcome) {
    return Catalogue.find(outcome.key().action()).map(ActionSpec::contains).orElse(false);
  }
}
