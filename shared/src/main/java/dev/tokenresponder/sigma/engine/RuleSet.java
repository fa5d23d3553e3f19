package dev.tokenresponder.sigma.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.engine.Demands.Demand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Detections compiled together, to be asked about many records. What it answers is what every
 * detection by itself would; it only takes less time to find out. Safe for use by many threads.
 *
 * @param <R> what carries a detection
 */
public final class RuleSet<R> {
  private final List<R> rules;
  private final Check[] checks;
  private final List<FieldPath> paths;
  private final FieldIndex[] index;
  private final FieldIndex anywhere;
  private final boolean hasKeywords;
  private final int[] always;
  private final ThreadLocal<Desk> desks;
  private final Function<byte[], JsonNode> reader;

  /** What one thread works with. */
  private record Desk(Slots slots, JsonScanner scanner, Answers answers) {}

  private RuleSet(
      List<R> rules, Function<R, Detection> detection, Function<byte[], JsonNode> reader) {
    this.rules = List.copyOf(rules);
    this.reader = reader;
    Demands demands = new Demands();
    this.checks =
        rules.stream().map(rule -> demands.number(detection.apply(rule))).toArray(Check[]::new);
    Map<Integer, List<Integer>> waiting = new TreeMap<>();
    List<Integer> unconditional = new ArrayList<>();
    for (int rule = 0; rule < checks.length; rule++) {
      Set<Integer> necessary = demands.necessary(checks[rule]);
      if (necessary == null) {
        unconditional.add(rule);
        continue;
      }
      for (int demand : necessary) {
        waiting.computeIfAbsent(demand, d -> new ArrayList<>()).add(rule);
      }
    }
    this.always = ints(unconditional);
    Map<FieldPath, Map<Integer, Demand>> byField = new HashMap<>();
    int[][] rulesOf = new int[demands.all().size()][];
    waiting.forEach(
        (demand, waiters) -> {
          rulesOf[demand] = ints(waiters);
          Demand known = demands.all().get(demand);
          byField.computeIfAbsent(known.field(), f -> new TreeMap<>()).put(demand, known);
        });
    List<String> fields = List.copyOf(demands.fields());
    this.paths = fields.stream().map(FieldPath::of).collect(Collectors.toList());
    this.index =
        paths.stream()
            .map(path -> new FieldIndex(byField.getOrDefault(path, Map.of())))
            .toArray(FieldIndex[]::new);
    this.hasKeywords = byField.containsKey(Demands.ANYWHERE);
    this.anywhere = new FieldIndex(byField.getOrDefault(Demands.ANYWHERE, Map.of()));
    FieldTrie.Built trie = FieldTrie.of(fields);
    this.desks =
        ThreadLocal.withInitial(
            () -> {
              Slots slots = new Slots(fields, reader);
              return new Desk(
                  slots,
                  new JsonScanner(trie, slots),
                  new Answers(slots, demands.all(), rulesOf, checks.length));
            });
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Compiles.
   *
   * @param detection what a rule demands
   * @param reader makes a tree of a document, or throws for one that is malformed; asked only for
   *     documents that may match, and for those the scan cannot make sense of
   */
  public static <R> RuleSet<R> of(
      List<R> rules, Function<R, Detection> detection, Function<byte[], JsonNode> reader) {
    return new RuleSet<>(rules, detection, reader);
  }

  /** Every rule, in the order given. */
  public List<R> rules() {
    return rules;
  }

  /**
   * The rules that match a JSON document, in the order given. Of what no rule reads, it is only
   * checked that it is well-formed.
   *
   * @throws RuntimeException what the reader throws, when the document is malformed
   */
  public List<R> match(byte[] document) {
    Desk desk = desks.get();
    if (desk.scanner.scan(document)) {
      return judge(desk);
    }
    return match(new JsonView(reader.apply(document)));
  }

  /** The rules that match a record, in the order given. */
  public List<R> match(EventView record) {
    Desk desk = desks.get();
    desk.slots.take(record, paths);
    return judge(desk);
  }

  private List<R> judge(Desk desk) {
    Answers answers = desk.answers;
    Slots slots = desk.slots;
    answers.clear();
    answers.choose(always);
    for (int field = 0; field < index.length; field++) {
      if (slots.isPresent(field)) {
        index[field].whenPresent(answers);
      }
    }
    for (int value = 0; value < slots.size(); value++) {
      index[slots.field(value)].find(answers, value);
    }
    if (hasKeywords) {
      anywhere.everywhere(answers);
    }
    answers.keepThatHold(checks);
    return answers.candidateCount() == 0 ? List.of() : candidates(answers);
  }

  private List<R> candidates(Answers answers) {
    List<R> found = new ArrayList<>(answers.candidateCount());
    for (int i = 0; i < answers.candidateCount(); i++) {
      found.add(rules.get(answers.candidate(i)));
    }
    return Collections.unmodifiableList(found);
  }
}
