package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A record out of its envelopes.
 *
 * @param body the record itself, secrets removed
 * @param channelSource the {@code source} of the EventBridge envelope, when there was one
 * @param channelId the envelope's id
 * @param channelTime the envelope's time, as text
 * @param account the account the envelope names
 * @param provenance whether the channel vouches for the record
 */
public record RawRecord(
    JsonNode body,
    @Nullable String channelSource,
    @Nullable String channelId,
    @Nullable String channelTime,
    @Nullable String account,
    Provenance provenance) {

  /**
   * The same, believed only as far as its channel speaks for records of this source: a partner's
   * event proves nothing about AWS, and an AWS service's nothing about anybody else.
   */
  RawRecord asSpokenFor(String source) {
    String vendor = source.substring(0, source.indexOf('.'));
    boolean speaks =
        channelSource == null
            || (channelSource.startsWith("aws.partner/")
                ? channelSource.startsWith("aws.partner/" + vendor + ".com/")
                : vendor.equals("aws") || !channelSource.startsWith("aws."));
    return speaks
        ? this
        : new RawRecord(body, channelSource, channelId, channelTime, account, Provenance.CLAIMED);
  }
}
