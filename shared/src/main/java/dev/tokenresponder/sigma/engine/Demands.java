package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.ValueTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The demands of many detections, numbered; equal ones are one. */
final class Demands {
  /** Where keywords are looked for: the whole record. */
  static final FieldPath ANYWHERE = FieldPath.of("");

  private static final long UNINDEXED = 1_000_000;

  private final Map<Demand, Integer> numbers = new HashMap<>();
  private final List<Demand> demands = new ArrayList<>();
  private final List<Integer> uses = new ArrayList<>();

  /**
   * What is demanded of one field, or by a keyword of the whole record.
   *
   * @param field {@link #ANYWHERE} for a keyword
   */
  record Demand(FieldPath field, ValueTest test) {

    boolean isKeyword() {
      return field == ANYWHERE;
    }

    boolean isMetBy(Slots slots) {
      return isKeyword() ? slots.anywhere((ValueTest.OnValue) test) : test.matches(slots, field);
    }
  }

  List<Demand> all() {
    return demands;
  }

  /** The fields that are read, by name. */
  Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    for (Demand demand : demands) {
      if (!demand.isKeyword()) {
        fields.add(demand.field().name());
      }
      if (demand.test() instanceof ValueTest.SameAs same) {
        fields.add(same.other().name());
      }
    }
    return fields;
  }

  /** The detection over numbered demands. */
  Check number(Detection detection) {
    Set<Integer> used = new LinkedHashSet<>();
    Check check = number(detection, used);
    used.forEach(demand -> uses.set(demand, uses.get(demand) + 1));
    return check;
  }

  private Check number(Detection detection, Set<Integer> used) {
    if (detection instanceof Detection.Named named) {
      return number(named.part(), used);
    }
    if (detection instanceof Detection.Not not) {
      return new Check.Not(number(not.part(), used));
    }
    if (detection instanceof Detection.AllOf all) {
      return new Check.All(numbered(all.parts(), used));
    }
    if (detection instanceof Detection.AnyOf any) {
      return new Check.Any(numbered(any.parts(), used));
    }
    Demand demand =
        detection instanceof Detection.Field leaf
            ? new Demand(leaf.field(), leaf.test())
            : new Demand(ANYWHERE, ((Detection.Keyword) detection).test());
    int number =
        numbers.computeIfAbsent(
            demand,
            fresh -> {
              demands.add(fresh);
              uses.add(0);
              return demands.size() - 1;
            });
    used.add(number);
    return new Check.Leaf(number);
  }

  private Check[] numbered(List<Detection> parts, Set<Integer> used) {
    return parts.stream().map(part -> number(part, used)).toArray(Check[]::new);
  }

  /**
   * Demands of which at least one must be met for the check to hold, the rarest such set; null when
   * it may hold where none is met.
   */
  @Nullable Set<Integer> necessary(Check check) {
    if (check instanceof Check.Leaf leaf) {
      return isPositive(demands.get(leaf.demand())) ? Set.of(leaf.demand()) : null;
    }
    if (check instanceof Check.All all) {
      Set<Integer> best = null;
      for (Check part : all.parts()) {
        Set<Integer> needed = necessary(part);
        if (needed != null && (best == null || cost(needed) < cost(best))) {
          best = needed;
        }
      }
      return best;
    }
    if (check instanceof Check.Any any) {
      Set<Integer> union = new LinkedHashSet<>();
      for (Check part : any.parts()) {
        Set<Integer> needed = necessary(part);
        if (needed == null) {
          return null;
        }
        union.addAll(needed);
      }
      return union;
    }
    return null;
  }

  /** Whether an absent field surely does not meet it. */
  private static boolean isPositive(Demand demand) {
    if (demand.isKeyword()) {
      return demand.test() instanceof ValueTest.Text text && !text.pattern().literals().isEmpty();
    }
    return !(demand.test() instanceof ValueTest.Nothing)
        && !(demand.test() instanceof ValueTest.Existence existence && !existence.expected());
  }

  /** What many rules demand is likely to be in many records. */
  private long cost(Set<Integer> needed) {
    long cost = 0;
    for (int demand : needed) {
      cost += uses.get(demand) + (FieldIndex.indexes(demands.get(demand)) ? 0 : UNINDEXED);
    }
    return cost;
  }
}
