package dev.tokenresponder.connectors.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenresponder.action.ActionException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryReplayGuardTest extends ReplayGuardContract {
  private final InMemoryReplayGuard two = new InMemoryReplayGuard(CLOCK, 2);

  @Override
  ReplayGuard guard() {
    return new InMemoryReplayGuard(CLOCK);
  }

  private boolean take(String key, Instant until) {
    return two.once(key, until, () -> {});
  }

  @Test
  void itIsKnownUntilItsLastMoment() {
    assertThat(take("a", NOW)).isTrue();
    assertThat(take("a", NOW)).isFalse();
    assertThat(take("b", NOW.minusNanos(1))).isTrue();
    assertThat(take("b", NOW.minusNanos(1))).isTrue();
  }

  @Test
  void whenItIsFullNothingIsTakenUntilSomethingIsForgotten() {
    take("a", NOW.plusSeconds(1));
    take("b", NOW.minusNanos(1));
    assertThat(take("c", NOW.plusSeconds(1))).isTrue();
    ActionException e =
        catchThrowableOfType(ActionException.class, () -> take("d", NOW.plusSeconds(1)));
    assertThat(e.isRetryable()).isTrue();
  }
}
