package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tokenresponder.respond.ActService;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code QUARKUS_LAMBDA_HANDLER=revoke-sessions}: revokes sessions of roles and users. */
@Named(RevokeSessionsFunction.NAME)
public final class RevokeSessionsFunction implements RequestStreamHandler {
  static final String NAME = "revoke-sessions";

  private final Instance<ActService> service;

  @Inject
  RevokeSessionsFunction(Instance<ActService> service) {
    this.service = service;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ActService act = service.get();
    Batch.handle(input, output, event -> act.handle(event, NAME));
  }
}
