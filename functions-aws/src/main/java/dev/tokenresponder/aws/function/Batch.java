package dev.tokenresponder.aws.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.respond.JsonLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The two ways a function is invoked: with one event, where a failure fails the invocation, so that
 * Lambda tries again and then hands the event to the dead-letter queue; or with an SQS batch, where
 * only the messages that failed go back to the queue (Lambda Developer Guide, "Handling errors for
 * an SQS event source", ReportBatchItemFailures).
 */
final class Batch {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Batch() {}

  /** Handles one event; throws when it must be delivered again. */
  @FunctionalInterface
  interface OneEvent {
    void handle(byte[] event);
  }

  static void handle(InputStream input, OutputStream output, OneEvent one) throws IOException {
    byte[] bytes = input.readNBytes(Json.MOST_BYTES + 1);
    List<SQSMessage> messages = messages(bytes);
    if (messages.isEmpty()) {
      one.handle(bytes);
      output.write("{}".getBytes(StandardCharsets.UTF_8));
      return;
    }
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : messages) {
      try {
        one.handle(message.getBody().getBytes(StandardCharsets.UTF_8));
      } catch (RuntimeException e) {
        JsonLog.error("message goes back to the queue", e);
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    MAPPER.writeValue(output, new SQSBatchResponse(failures));
  }

  /**
   * The messages of an SQS batch, with no more than their id and body; none when it is something
   * else. The batch itself is SQS' word and need not stand up to what is demanded of records.
   */
  private static List<SQSMessage> messages(byte[] bytes) {
    List<SQSMessage> messages = new ArrayList<>();
    try {
      for (JsonNode record : MAPPER.readTree(bytes).path("Records")) {
        if ("aws:sqs".equals(record.path("eventSource").asText())) {
          SQSMessage message = new SQSMessage();
          message.setMessageId(record.path("messageId").asText());
          message.setBody(record.path("body").asText());
          messages.add(message);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return messages;
  }
}
