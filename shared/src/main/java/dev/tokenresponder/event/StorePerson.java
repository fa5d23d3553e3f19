package dev.tokenresponder.event;

import org.jspecify.annotations.Nullable;

/**
 * The person of AWS IAM Identity Center for whom a session was made (CloudTrail User Guide,
 * "CloudTrail userIdentity element", {@code onBehalfOf}).
 *
 * @param userId the id in the identity store
 * @param store the identity store, {@code d-…}; absent where the record does not tell
 */
public record StorePerson(String userId, @Nullable String store) {}
