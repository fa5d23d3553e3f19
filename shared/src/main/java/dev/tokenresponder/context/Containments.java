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
   * When the last change that contains the credential of an event, or one that it was made from,
   * was done and read back.
   *
   * @return null when neither is contained, there is none, or the credential is a later one that
   *     only has the name of the contained one
   * @throws RuntimeException when that cannot be found out
   */
  @Nullable Instant since(TokenEvent event);
}
