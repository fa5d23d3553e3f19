package dev.tokenresponder.connectors.http;

import java.util.function.Supplier;

/** Credentials that are had from somewhere, kept for a while, and may be ended before that. */
public interface RenewedAuthorization extends Supplier<String> {

  /** Keeps what it has no longer: the other side does not accept it any more. */
  void forget();
}
