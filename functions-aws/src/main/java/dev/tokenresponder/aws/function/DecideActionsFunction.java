package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tokenresponder.connectors.decisions.DecisionsEndpoint;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * {@code QUARKUS_LAMBDA_HANDLER=decide-actions}: takes decisions by link, behind a function URL.
 */
@Named("decide-actions")
public final class DecideActionsFunction
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final Instance<DecisionsEndpoint> endpoint;

  @Inject
  DecideActionsFunction(Instance<DecisionsEndpoint> endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return FunctionUrl.response(endpoint.get().handle(FunctionUrl.request(event)));
  }
}
