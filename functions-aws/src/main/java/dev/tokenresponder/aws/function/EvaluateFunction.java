package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tokenresponder.respond.EvaluateService;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * {@code QUARKUS_LAMBDA_HANDLER=evaluate}: takes EventBridge events, directly or in SQS batches.
 */
@Named(EvaluateFunction.NAME)
public final class EvaluateFunction implements RequestStreamHandler {
  static final String NAME = "evaluate";

  private final Instance<EvaluateService> service;

  @Inject
  EvaluateFunction(Instance<EvaluateService> service) {
    this.service = service;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Batch.handle(input, output, service.get()::handle);
  }
}
