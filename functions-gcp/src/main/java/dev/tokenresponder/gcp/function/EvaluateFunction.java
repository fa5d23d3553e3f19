package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/**
 * Entry point {@code dev.tokenresponder.gcp.function.EvaluateFunction}: judges what log sinks and
 * Security Command Center put on the topic.
 */
public final class EvaluateFunction implements HttpFunction {
  static final String NAME = "evaluate";

  private final PushEndpoint endpoint = new Wiring(System.getenv()).evaluate(NAME);

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    endpoint.service(request, response);
  }
}
