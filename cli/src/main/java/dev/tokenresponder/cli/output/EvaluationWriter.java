package dev.tokenresponder.cli.output;

/** Prints verdicts. */
@FunctionalInterface
public interface EvaluationWriter {
  void write(Judged judged);
}
