package dev.tokenresponder.gcp;

import java.io.IOException;

/** The domain does not let a service account act in an administrator's name. */
final class DelegationException extends IOException {
  private static final long serialVersionUID = 1L;

  DelegationException(String message, IOException cause) {
    super(message, cause);
  }
}
