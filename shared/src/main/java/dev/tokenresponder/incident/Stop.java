package dev.tokenresponder.incident;

import java.time.Instant;

/**
 * A person's order to leave everything as it is.
 *
 * @param by who gave it
 * @param reason why, in their words
 */
public record Stop(Instant at, String by, String reason) {}
