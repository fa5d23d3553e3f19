package dev.tokenresponder.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The software that presented the credential. What a caller sends about itself, the user agent for
 * one, proves nothing.
 *
 * @param appId the registered application, where there is one
 * @param appName its display name
 * @param userAgent as sent
 * @param scopes what the application may do
 * @param verified whether the provider vouches for the application's publisher
 * @param protocol how the credential was obtained or presented, where the source tells: {@code
 *     device-code}, {@code ropc}, {@code personal-access-token-classic}
 * @param risk what the source itself thinks of it: {@code low}, {@code medium}, {@code high}
 */
public record Client(
    @Nullable String appId,
    @Nullable String appName,
    @Nullable String userAgent,
    List<String> scopes,
    @Nullable Boolean verified,
    @Nullable String protocol,
    @Nullable String risk) {

  public Client {
    scopes = List.copyOf(scopes);
  }

  /** A client of which no more is known than what it says of itself. */
  public static Client agent(@Nullable String userAgent) {
    return new Client(null, null, userAgent, List.of(), null, null, null);
  }
}
