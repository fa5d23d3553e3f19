package dev.tokenresponder.sigma.correlation;

import java.time.Instant;

/**
 * A correlation matched.
 *
 * @param event the event that completed it
 * @param time when that happened
 */
public record Fired(String event, Instant time) {}
