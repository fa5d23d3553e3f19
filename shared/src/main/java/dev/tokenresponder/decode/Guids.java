package dev.tokenresponder.decode;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * GUIDs, which Microsoft writes as it likes and compares without regard to case (RFC 9562, section
 * 4); policies and settings spell them in small letters.
 */
final class Guids {

  private Guids() {}

  /** In small letters. */
  static @Nullable String folded(@Nullable String guid) {
    return guid == null ? null : guid.toLowerCase(Locale.ROOT);
  }
}
