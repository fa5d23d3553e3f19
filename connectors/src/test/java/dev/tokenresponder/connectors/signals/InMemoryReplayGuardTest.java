package dev.tokenresponder.connectors.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenresponder.action.ActionException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class InMemoryReplayGuardTest {
  private static final Instant NOW = Sets.NOW;

  private final InMemoryReplayGuard guard =
      new InMemoryReplayGuard(Clock.fixed(NOW, ZoneOffset.UTC), 2);

  @Test
  void aTokenIsClaimedOnceUntilItIsForgottenOrGivenBack() {
    assertThat(guard.claim("a", NOW.plusSeconds(1))).isTrue();
    assertThat(guard.claim("a", NOW.plusSeconds(1))).isFalse();
    guard.release("a");
    assertThat(guard.claim("a", NOW)).isTrue();
    assertThat(guard.claim("a", NOW)).isFalse();
    assertThat(guard.claim("b", NOW.minusNanos(1))).isTrue();
    assertThat(guard.claim("b", NOW.minusNanos(1))).isTrue();
  }

  @Test
  void whenItIsFullNothingIsTakenUntilSomethingIsForgotten() {
    guard.claim("a", NOW.plusSeconds(1));
    guard.claim("b", NOW.plusSeconds(1));
    ActionException e =
        catchThrowableOfType(ActionException.class, () -> guard.claim("c", NOW.plusSeconds(1)));
    assertThat(e.isRetryable()).isTrue();
    guard.release("a");
    guard.claim("d", NOW.minusNanos(1));
    assertThat(guard.claim("c", NOW.plusSeconds(1))).isTrue();
  }
}
