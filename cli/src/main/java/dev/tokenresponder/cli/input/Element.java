package dev.tokenresponder.cli.input;

import org.jspecify.annotations.Nullable;

/**
 * One JSON document of an input, not yet parsed.
 *
 * @param bytes the document; empty when {@code problem} says why it cannot be cut out
 */
record Element(byte[] bytes, @Nullable String problem) {}
