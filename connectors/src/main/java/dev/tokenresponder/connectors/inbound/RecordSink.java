package dev.tokenresponder.connectors.inbound;

import java.util.List;

/** Where proven records go. */
@FunctionalInterface
public interface RecordSink {

  /**
   * Takes records; has kept them all when it returns.
   *
   * @param source what they are records of, as docs/sources.md names it
   * @param records JSON
   * @throws dev.tokenresponder.action.ActionException as retryable when not all were kept
   */
  void accept(String source, List<String> records);
}
