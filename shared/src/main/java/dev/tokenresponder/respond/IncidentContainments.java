package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.context.Containments;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.IncidentStore;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Containment as the incidents tell it. */
public final class IncidentContainments implements Containments {
  private final IncidentStore store;

  /** Asks {@code store}, once for each event. */
  public IncidentContainments(IncidentStore store) {
    this.store = store;
  }

  @Override
  public @Nullable Instant since(TokenEvent event) {
    Credential credential = event.credential();
    if (credential == null || event.provenance() != Provenance.VERIFIED) {
      return null;
    }
    return store
        .latest(credential.ref().toString(), event.account())
        .filter(incident -> incident.state() == IncidentState.CONTAINED)
        .flatMap(
            incident ->
                incident.containment().stream()
                    .map(ActionOutcome::at)
                    .max(Comparator.naturalOrder()))
        .orElse(null);
  }
}
