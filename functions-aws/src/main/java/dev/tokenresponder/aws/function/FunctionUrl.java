package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Requests and answers of a function URL (Lambda Developer Guide, "Invoking Lambda function URLs",
 * payload format 2.0).
 */
final class FunctionUrl {

  private FunctionUrl() {}

  static InboundRequest request(APIGatewayV2HTTPEvent event) {
    Map<String, String> headers = new HashMap<>();
    if (event.getHeaders() != null) {
      event.getHeaders().forEach((name, text) -> headers.put(name.toLowerCase(Locale.ROOT), text));
    }
    String body = event.getBody() == null ? "" : event.getBody();
    return new InboundRequest(
        event.getRequestContext().getHttp().getMethod(),
        event.getRawPath() == null ? "" : event.getRawPath(),
        headers,
        event.getIsBase64Encoded()
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  static APIGatewayV2HTTPResponse response(InboundAnswer answer) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers())
        .withBody(answer.body())
        .build();
  }
}
