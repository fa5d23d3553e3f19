package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Requests from the internet, and the answers to them. */
final class Inbound {

  private Inbound() {}

  /** Reads a request; of a body that is too long one byte too much. */
  static InboundRequest read(HttpRequest request, int mostBytes) throws IOException {
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new InboundRequest(
        request.getMethod(),
        request.getPath(),
        headers,
        request.getInputStream().readNBytes(mostBytes + 1));
  }

  static void write(InboundAnswer answer, HttpResponse response) throws IOException {
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::appendHeader);
    response.getWriter().write(answer.body());
  }
}
