package dev.tokenresponder.decode;

import dev.tokenresponder.event.TokenEvent;
import java.util.List;

/** Reads the records of one source. */
interface RecordDecoder {

  /** The name of the source, for example {@code aws.cloudtrail}. */
  String source();

  /** Whether the record has the shape of this source; must be cheap and never throw. */
  boolean accepts(RawRecord record);

  /**
   * Reads a record of this source: one event for each credential it is about.
   *
   * @return empty when the record is of this source but not about a credential
   * @throws MalformedRecordException when it cannot be read
   */
  List<TokenEvent> decode(RawRecord record);
}
