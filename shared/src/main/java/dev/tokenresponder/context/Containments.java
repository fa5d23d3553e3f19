package dev.tokenresponder.context;

import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows which credentials have been contained. */
@FunctionalInterface
public interface Containments {
  /** Knows of none. */
  Containments NONE = event -> null;

  /**
   * When the last change that contains the credential of an event was done and read back.
   *
   * @return null when the credential is not contained, or there is none
   * @throws RuntimeException when that cannot be found out
   */
  @Nullable Instant since(TokenEvent event);
}
