package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import java.io.IOException;

/**
 * Entry point {@code dev.tokenresponder.gcp.function.ReceiveWebhooksFunction}: takes webhooks from
 * the internet.
 */
public final class ReceiveWebhooksFunction implements HttpFunction {
  private final InboundEndpoint endpoint;

  /** By the environment. */
  public ReceiveWebhooksFunction() {
    this(new Wiring(System.getenv()).webhooks());
  }

  ReceiveWebhooksFunction(InboundEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    Inbound.write(endpoint.handle(Inbound.read(request, InboundEndpoint.MOST_BYTES)), response);
  }
}
