package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What became of a token, and what to answer whoever pushed it (RFC 8935, sections 2.2 to 2.4). */
public sealed interface SignalReceipt {

  /** The status to answer with. */
  default int status() {
    return 202;
  }

  /** The body to answer with, of {@code application/json}; empty for none. */
  default String body() {
    return "";
  }

  /**
   * It became a record.
   *
   * @param record JSON that the decoder of {@code generic.oauth} reads
   */
  record Accepted(String record) implements SignalReceipt {}

  /** It had come before, so that nothing was to be done. */
  record Repeated() implements SignalReceipt {}

  /** It is in order, but no record can be made of it. */
  record Ignored(String reason) implements SignalReceipt {}

  /** It was not believed. */
  record Refused(SetError error, String reason) implements SignalReceipt {

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String body() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("err", error.code())
          .put("description", reason)
          .toString();
    }
  }
}
