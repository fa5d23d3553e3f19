package dev.tokenresponder.sigma.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.JsonView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Detections compiled together, to be asked about many records. What it answers is what every
 * detection by itself would; it only takes less time to find out. Safe for use by many threads.
 *
 * @param <R> what carries a detection
 */
public final class RuleSet<R> {
  private static final int[] NONE = new int[0];

  private final List<R> rules;
  private final List<Detection> detections;
  private final List<FieldPath> paths;
  private final FieldIndex[] index;
  private final @Nullable FieldIndex anywhere;
  private final int[] always;
  private final ThreadLocal<Desk> desks;
  private final Function<byte[], JsonNode> reader;

  /** What one thread works with. */
  private static final class Desk {
    private final Slots slots;
    private final JsonScanner scanner;
    private final Candidates candidates;

    Desk(Slots slots, JsonScanner scanner, Candidates candidates) {
      this.slots = slots;
      this.scanner = scanner;
      this.candidates = candidates;
    }
  }

  private RuleSet(
      List<R> rules,
      List<Detection> detections,
      List<String> fields,
      Function<byte[], JsonNode> reader) {
    this.rules = List.copyOf(rules);
    this.detections = List.copyOf(detections);
    this.paths = fields.stream().map(FieldPath::of).collect(Collectors.toList());
    this.reader = reader;
    Demands demands = new Demands(detections);
    Map<String, Map<Demand, List<Integer>>> byField = new HashMap<>();
    List<Integer> unconditional = new ArrayList<>();
    for (int rule = 0; rule < detections.size(); rule++) {
      List<Demand> demanded = demands.of(detections.get(rule));
      if (demanded == null) {
        unconditional.add(rule);
        continue;
      }
      for (Demand demand : demanded) {
        byField
            .computeIfAbsent(demand.field(), field -> new HashMap<>())
            .computeIfAbsent(demand, d -> new ArrayList<>())
            .add(rule);
      }
    }
    this.always = unconditional.stream().mapToInt(Integer::intValue).toArray();
    this.index =
        fields.stream()
            .map(field -> new FieldIndex(byField.getOrDefault(field, Map.of())))
            .toArray(FieldIndex[]::new);
    Map<Demand, List<Integer>> keywords = byField.get(Demands.ANYWHERE);
    this.anywhere = keywords == null ? null : new FieldIndex(keywords);
    FieldTrie.Built trie = FieldTrie.of(fields);
    this.desks =
        ThreadLocal.withInitial(
            () -> {
              Slots slots = new Slots(fields, reader);
              return new Desk(
                  slots, new JsonScanner(trie, slots), new Candidates(detections.size()));
            });
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
    List<Detection> detections = rules.stream().map(detection).collect(Collectors.toList());
    TreeSet<String> fields = new TreeSet<>();
    detections.forEach(part -> Fields.collect(part, fields));
    return new RuleSet<>(rules, detections, List.copyOf(fields), reader);
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
    Candidates candidates = desk.candidates;
    candidates.clear();
    candidates.addAll(always);
    Slots slots = desk.slots;
    for (int field = 0; field < index.length; field++) {
      if (slots.isPresent(field)) {
        index[field].whenPresent(candidates);
      }
    }
    for (int value = 0; value < slots.size(); value++) {
      index[slots.field(value)].find(slots, value, candidates);
    }
    if (anywhere != null) {
      anywhere.everywhere(slots, candidates);
    }
    int[] numbers = NONE;
    int count = 0;
    for (int i = 0; i < candidates.size(); i++) {
      int rule = candidates.get(i);
      if (detections.get(rule).matches(slots)) {
        if (count == 0) {
          numbers = new int[candidates.size()];
        }
        numbers[count++] = rule;
      }
    }
    if (count == 0) {
      return List.of();
    }
    return IntStream.of(numbers).limit(count).sorted().mapToObj(rules::get).toList();
  }
}
