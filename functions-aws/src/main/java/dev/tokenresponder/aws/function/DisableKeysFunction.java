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

/** {@code QUARKUS_LAMBDA_HANDLER=disable-keys}: disables access keys. */
@Named(DisableKeysFunction.NAME)
public final class DisableKeysFunction implements RequestStreamHandler {
  static final String NAME = "disable-keys";

  private final Instance<ActService> service;

  @Inject
  DisableKeysFunction(Instance<ActService> service) {
    this.service = service;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ActService act = service.get();
    Batch.handle(input, output, event -> act.handle(event, NAME));
  }
}
