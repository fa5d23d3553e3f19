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

/** {@code QUARKUS_LAMBDA_HANDLER=notify-owners}: tells owners. */
@Named(NotifyOwnersFunction.NAME)
public final class NotifyOwnersFunction implements RequestStreamHandler {
  static final String NAME = "notify-owners";

  private final Instance<ActService> service;

  @Inject
  NotifyOwnersFunction(Instance<ActService> service) {
    this.service = service;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ActService act = service.get();
    Batch.handle(input, output, event -> act.handle(event, NAME));
  }
}
