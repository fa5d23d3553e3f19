package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Entry point {@code dev.tokenresponder.gcp.function.ReceiveWebhooksFunction}: the one function
 * that the internet reaches.
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
    InboundAnswer answer = endpoint.handle(read(request));
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::appendHeader);
    response.getWriter().write(answer.body());
  }

  private static InboundRequest read(HttpRequest request) throws IOException {
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new InboundRequest(
        request.getMethod(),
        request.getPath(),
        headers,
        request.getInputStream().readNBytes(InboundEndpoint.MOST_BYTES + 1));
  }
}
