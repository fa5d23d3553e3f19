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
    Provenance provenance) {}
