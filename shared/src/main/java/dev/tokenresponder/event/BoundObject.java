package dev.tokenresponder.event;

import org.jspecify.annotations.Nullable;

/**
 * What a token of a Kubernetes service account is bound to, and dies with (Kubernetes, "Managing
 * Service Accounts", "Bound service account tokens").
 *
 * @param kind {@code Pod} or {@code Secret}
 * @param uid absent where the record does not tell
 */
public record BoundObject(String kind, String namespace, String name, @Nullable String uid) {}
