package dev.tokenresponder.connectors.saas;

import java.util.List;
import java.util.Map;

/** A system on this machine that holds what a sample speaks of, for the command line to act on. */
public interface StandIn extends AutoCloseable {

  /** What it is called. */
  String name();

  /** The sample, below {@code events}. */
  String sample();

  /** The sample as it speaks of what is here. */
  default String adapted(String record) {
    return record;
  }

  /** What connects the command line to it. */
  Map<String, String> environment();

  /** How it stands, one fact per line. */
  List<String> state();

  /** Whether undoing what the sample leads to brings the first state back. */
  boolean comesBack();

  @Override
  void close();
}
