package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.tokenresponder.connectors.decisions.DecisionsEndpoint;
import java.io.IOException;

/**
 * Entry point {@code dev.tokenresponder.gcp.function.DecideActionsFunction}: takes decisions by
 * link from the internet.
 */
public final class DecideActionsFunction implements HttpFunction {
  private final DecisionsEndpoint endpoint;

  /** By the environment. */
  public DecideActionsFunction() {
    this(new Wiring(System.getenv()).decisions());
  }

  DecideActionsFunction(DecisionsEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    Inbound.write(endpoint.handle(Inbound.read(request, DecisionsEndpoint.MOST_BYTES)), response);
  }
}
