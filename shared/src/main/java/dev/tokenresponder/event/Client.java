package dev.tokenresponder.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The software that presented the credential. All of it is chosen by the caller and proves nothing.
 *
 * @param appId the registered application, where there is one
 * @param appName its display name
 * @param userAgent as sent
 * @param scopes what the application may do
 */
public record Client(
    @Nullable String appId,
    @Nullable String appName,
    @Nullable String userAgent,
    List<String> scopes) {

  public Client {
    scopes = List.copyOf(scopes);
  }
}
