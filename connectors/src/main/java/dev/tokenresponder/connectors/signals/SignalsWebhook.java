package dev.tokenresponder.connectors.signals;

import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.RecordSink;
import dev.tokenresponder.connectors.inbound.Webhook;
import dev.tokenresponder.connectors.signals.SignalReceipt.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes pushed security event tokens (RFC 8935, section 2.1). */
public final class SignalsWebhook implements Webhook {
  private static final String TYPE = "application/secevent+jwt";

  private final SignalReceiver receiver;
  private final RecordSink sink;

  /** Hands records of {@code generic.oauth} to {@code sink}. */
  public SignalsWebhook(SignalReceiver receiver, RecordSink sink) {
    this.receiver = receiver;
    this.sink = sink;
  }

  @Override
  public InboundAnswer receive(InboundRequest request) {
    String type = request.headerOrEmpty("content-type").split(";")[0].strip();
    SignalReceipt receipt =
        type.equalsIgnoreCase(TYPE)
            ? receiver.receive(
                new String(request.body(), StandardCharsets.UTF_8),
                record -> sink.accept("generic.oauth", List.of(record)))
            : new Refused(SetError.INVALID_REQUEST, "the content type must be " + TYPE);
    return InboundAnswer.json(receipt.status(), receipt.body());
  }

  @Override
  public String toString() {
    return "SignalsWebhook";
  }
}
