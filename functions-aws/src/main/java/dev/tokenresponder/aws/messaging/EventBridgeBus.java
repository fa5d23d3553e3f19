package dev.tokenresponder.aws.messaging;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.respond.ActionMessages;
import dev.tokenresponder.respond.ResponseBus;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * The responder's own event bus. PutEvents takes ten entries at most and may refuse some of them
 * while answering 200 (EventBridge API reference, PutEvents). Permission: {@code events:PutEvents}.
 */
public final class EventBridgeBus implements ResponseBus {
  private static final int MOST_ENTRIES = 10;

  private final EventBridgeClient eventBridge;
  private final String bus;

  /**
   * @param bus the name or ARN of the bus
   */
  public EventBridgeBus(EventBridgeClient eventBridge, String bus) {
    this.eventBridge = eventBridge;
    this.bus = bus;
  }

  @Override
  public void put(List<Message> messages) {
    for (int from = 0; from < messages.size(); from += MOST_ENTRIES) {
      List<PutEventsRequestEntry> entries =
          messages.subList(from, Math.min(from + MOST_ENTRIES, messages.size())).stream()
              .map(this::entry)
              .toList();
      send(entries);
    }
  }

  private void send(List<PutEventsRequestEntry> entries) {
    PutEventsResponse response;
    try {
      response = eventBridge.putEvents(request -> request.entries(entries));
    } catch (SdkException e) {
      throw AwsErrors.of("put events on bus " + bus, e);
    }
    if (response.failedEntryCount() > 0) {
      throw ActionException.retryable(
          response.failedEntryCount() + " events were not taken by bus " + bus, null);
    }
  }

  private PutEventsRequestEntry entry(Message message) {
    return PutEventsRequestEntry.builder()
        .eventBusName(bus)
        .source(ActionMessages.SOURCE)
        .detailType(message.detailType())
        .detail(message.detail())
        .build();
  }
}
