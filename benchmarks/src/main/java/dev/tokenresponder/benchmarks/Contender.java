package dev.tokenresponder.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.event.ruler.Machine;

/**
 * Something that goes over the same events again and again.
 *
 * @param events how many a pass goes over
 * @param bytes how many they have together
 */
record Contender(String name, int events, long bytes, Pass pass) {

  /** One pass over all events. */
  @FunctionalInterface
  interface Pass {
    /** Returns something that depends on all it did, so that nothing is optimized away. */
    long run() throws Exception;
  }

  private static Contender of(String name, byte[][] events, Pass pass) {
    long bytes = 0;
    for (byte[] event : events) {
      bytes += event.length;
    }
    return new Contender(name, events.length, bytes, pass);
  }

  /** Reads every token with the parser that Jackson's default factory makes. */
  static Contender jackson(String name, List<byte[]> list) {
    byte[][] events = list.toArray(byte[][]::new);
    JsonFactory factory = new JsonFactory();
    return of(
        name,
        events,
        () -> {
          long tokens = 0;
          for (byte[] event : events) {
            try (JsonParser parser = factory.createParser(event)) {
              while (parser.nextToken() != null) {
                tokens++;
              }
            }
          }
          return tokens;
        });
  }

  static Contender match(String name, RuleSet<SigmaRule> rules, List<byte[]> list) {
    byte[][] events = list.toArray(byte[][]::new);
    return of(
        name,
        events,
        () -> {
          long matches = 0;
          for (byte[] event : events) {
            matches += rules.match(event).size();
          }
          return matches;
        });
  }

  /** Is given text, made beforehand. */
  static Contender ruler(String name, Machine machine, List<byte[]> list) {
    byte[][] events = list.toArray(byte[][]::new);
    String[] texts =
        list.stream()
            .map(event -> new String(event, StandardCharsets.UTF_8))
            .toArray(String[]::new);
    return of(
        name,
        events,
        () -> {
          long matches = 0;
          for (String text : texts) {
            matches += machine.rulesForJSONEvent(text).size();
          }
          return matches;
        });
  }
}
