package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/**
 * Entry point {@code dev.tokenresponder.gcp.function.DisableKeysFunction}: disables keys of service
 * accounts.
 */
public final class DisableKeysFunction implements HttpFunction {
  static final String NAME = "disable-keys";

  private final PushEndpoint endpoint = new Wiring(System.getenv()).act(NAME);

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    endpoint.service(request, response);
  }
}
