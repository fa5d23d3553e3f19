package dev.tokenresponder.cli.output;

import dev.tokenresponder.respond.Evaluation;

/**
 * A verdict and where its record stood.
 *
 * @param file as named in the output
 * @param index the record's place in the file, counted from 0
 */
public record Judged(String file, long index, Evaluation evaluation) {}
