package dev.tokenresponder.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a call came from.
 *
 * @param ip the caller's address, when the source gives an address
 * @param service the provider's own service that made the call, when the source names one instead
 * @param privateEndpoint the private endpoint the call went through, when there was one
 */
public record Network(
    @Nullable String ip, @Nullable String service, @Nullable String privateEndpoint) {

  /** Nothing is known. */
  public static final Network UNKNOWN = new Network(null, null, null);
}
