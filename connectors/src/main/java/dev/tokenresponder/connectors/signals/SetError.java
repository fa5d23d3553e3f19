package dev.tokenresponder.connectors.signals;

import java.util.Locale;
import java.util.Optional;

/** Why a security event token is refused, in the words of RFC 8935, section 2.4. */
public enum SetError {
  INVALID_REQUEST("it is malformed or does not conform to its event's definition"),
  INVALID_KEY("the key it is signed with is not known or not acceptable"),
  INVALID_ISSUER("its issuer is not one that events are taken from"),
  INVALID_AUDIENCE("it is for somebody else"),
  AUTHENTICATION_FAILED("its sender could not be authenticated"),
  ACCESS_DENIED("its sender may not send it");

  private final String meaning;

  SetError(String meaning) {
    this.meaning = meaning;
  }

  /** The spelling in answers, for example {@code invalid_key}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Reads a code; empty when there is none such. */
  public static Optional<SetError> of(String code) {
    for (SetError error : values()) {
      if (error.code().equals(code)) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }
}
