package dev.tokenresponder.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a call came from.
 *
 * @param ip the caller's address, when the source gives an address
 * @param service the provider's own service that made the call, when the source names one instead
 * @param privateEndpoint the private endpoint of one's own that the call went through
 * @param foreignEndpoint the call went through a private endpoint of another account
 * @param country where the source places the address, in the source's spelling
 */
public record Network(
    @Nullable String ip,
    @Nullable String service,
    @Nullable String privateEndpoint,
    boolean foreignEndpoint,
    @Nullable String country) {

  /** Nothing is known. */
  public static final Network UNKNOWN = new Network(null, null, null, false, null);
}
