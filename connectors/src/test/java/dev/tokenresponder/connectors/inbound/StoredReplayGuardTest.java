package dev.tokenresponder.connectors.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoredReplayGuardTest extends ReplayGuardContract {
  private final IncidentStore store = new InMemoryIncidentStore();

  @Override
  ReplayGuard guard() {
    return new StoredReplayGuard(store, CLOCK);
  }

  @Test
  void anotherProcessKnowsItToo() {
    guard().once("a", NOW, () -> {});
    assertThat(guard().once("a", NOW, () -> {})).isFalse();
  }

  @Test
  void whatAnotherProcessIsAtIsToBeSentAgain() {
    AtomicReference<ActionException> other = new AtomicReference<>();
    guard()
        .once(
            "a",
            NOW,
            () ->
                other.set(
                    catchThrowableOfType(
                        ActionException.class, () -> guard().once("a", NOW, () -> {}))));
    assertThat(other.get().isRetryable()).isTrue();
  }
}
