package dev.tokenresponder.benchmarks.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What all contenders are given. The same on every run: everything comes from one fixed seed.
 *
 * @param rules the most there are; a smaller set is the first ones of it
 * @param matching events each of which matches at least one of the first 50 rules
 * @param quiet events that match none of all rules
 * @param hostile quiet events that are meant to take long, by what is odd about them
 */
public record Workload(
    List<Rule> rules, List<byte[]> matching, List<byte[]> quiet, Map<String, byte[]> hostile) {
  /** The sizes of rule sets that are compared. */
  public static final List<Integer> SIZES = List.of(50, 500, 5_000);

  private static final int RULES = 5_000;
  private static final int SMALLEST = 50;
  private static final int EVENTS = 2_000;
  private static final int MATCHING = EVENTS / 20;
  private static final long SEED = 20_260_101;

  public Workload {
    rules = List.copyOf(rules);
    matching = List.copyOf(matching);
    quiet = List.copyOf(quiet);
  }

  /** Draws it up. */
  public static Workload create() {
    Random random = new Random(SEED);
    Actions actions = Actions.of(random);
    List<Rule> rules = new Rules(actions, random).draw(RULES);
    Events events = new Events(actions, random);
    List<byte[]> matching = new ArrayList<>();
    for (int i = 0; i < MATCHING; i++) {
      matching.add(events.hitting(rules.get(i % SMALLEST)));
    }
    List<byte[]> quiet = new ArrayList<>();
    for (int i = MATCHING; i < EVENTS; i++) {
      quiet.add(events.quiet());
    }
    return new Workload(rules, matching, quiet, new Hostile(events, random).all());
  }

  /** The ordinary events, 5 of 100 of which match, shuffled. */
  public List<byte[]> events() {
    List<byte[]> events = new ArrayList<>(matching);
    events.addAll(quiet);
    Collections.shuffle(events, new Random(SEED));
    return List.copyOf(events);
  }

  /** The first rules. */
  public List<Rule> rules(int count) {
    return rules.subList(0, count);
  }
}
