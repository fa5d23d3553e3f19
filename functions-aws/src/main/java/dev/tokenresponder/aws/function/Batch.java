package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two ways a function is invoked: with one event, where a failure fails the invocation, so that
 * Lambda tries again and then hands the event to the dead-letter queue; or with an SQS batch, where
 * only the messages that failed go back to the queue (Lambda Developer Guide, "Handling errors for
 * an SQS event source", ReportBatchItemFailures).
 */
final class Batch {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Batch() {}

  /** Handles one event; throws when it must be delivered again. */
  @FunctionalInterface
  interface OneEvent {
    void handle(byte[] event);
  }

  static void handle(InputStream input, OutputStream output, OneEvent one) throws IOException {
    byte[] bytes = input.readNBytes(Json.MOST_BYTES + 1);
    SQSEvent batch = batch(bytes);
    if (batch == null) {
      one.handle(bytes);
      output.write("{}".getBytes(StandardCharsets.UTF_8));
      return;
    }
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : batch.getRecords()) {
      try {
        one.handle(message.getBody().getBytes(StandardCharsets.UTF_8));
      } catch (RuntimeException e) {
        Log.error("message goes back to the queue", e);
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    MAPPER.writeValue(output, new SQSBatchResponse(failures));
  }

  private static @Nullable SQSEvent batch(byte[] bytes) throws IOException {
    try {
      JsonNode node = Json.read(bytes);
      boolean sqs = "aws:sqs".equals(node.path("Records").path(0).path("eventSource").asText());
      return sqs ? MAPPER.treeToValue(node, SQSEvent.class) : null;
    } catch (MalformedRecordException e) {
      return null;
    }
  }
}
