package dev.tokenresponder.connectors.inbound;

import dev.tokenresponder.respond.JsonLog;
import dev.tokenresponder.respond.ResponseBus;
import dev.tokenresponder.respond.ResponseBus.Message;
import dev.tokenresponder.respond.Seal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts records on the responder's bus, each under its own seal. A record that is too long for one
 * message is dropped, which the log tells: no part of it would prove anything.
 */
public final class BusSink implements RecordSink {
  /** EventBridge takes 256 KiB for all of an entry, and JSON in JSON grows by its quotes. */
  private static final int MOST_BYTES = 200_000;

  private final ResponseBus bus;
  private final Seal seal;

  /** Puts on {@code bus} what {@code seal} closed. */
  public BusSink(ResponseBus bus, Seal seal) {
    this.bus = bus;
    this.seal = seal;
  }

  @Override
  public void accept(String source, List<String> records) {
    List<Message> messages = new ArrayList<>();
    for (String record : records) {
      String sealed = seal.close(source, record);
      if (sealed.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
        JsonLog.info("a received record is too long for the bus and is dropped", "source", source);
      } else {
        messages.add(Message.received(sealed));
      }
    }
    bus.put(messages);
  }
}
