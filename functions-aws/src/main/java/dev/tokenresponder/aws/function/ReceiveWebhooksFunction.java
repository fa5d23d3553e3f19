package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code QUARKUS_LAMBDA_HANDLER=receive-webhooks}: behind a function URL (Lambda Developer Guide,
 * "Invoking Lambda function URLs", payload format 2.0).
 */
@Named("receive-webhooks")
public final class ReceiveWebhooksFunction
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final Instance<InboundEndpoint> endpoint;

  @Inject
  ReceiveWebhooksFunction(Instance<InboundEndpoint> endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    InboundAnswer answer = endpoint.get().handle(request(event));
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers())
        .withBody(answer.body())
        .build();
  }

  private static InboundRequest request(APIGatewayV2HTTPEvent event) {
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
}
