package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.Comparison;
import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.Fold;
import dev.tokenresponder.sigma.Numbers;
import dev.tokenresponder.sigma.TextPattern;
import dev.tokenresponder.sigma.ValueTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out what each rule demands: a set of which at least one must be met for the rule to match,
 * the rarest such set. A rule without one has to be checked against every record.
 */
final class Demands {
  /** Where keywords are looked for: the whole record. */
  static final String ANYWHERE = "";

  private static final int PRESENCE = 10_000;
  private static final int LONGEST_EQUAL = 1_000;

  private final Map<Demand, Integer> uses = new HashMap<>();

  /** Counts what the detections could demand, so that the rarest can be chosen. */
  Demands(List<Detection> detections) {
    for (Detection detection : detections) {
      Set<Demand> all = new LinkedHashSet<>();
      collect(detection, all);
      all.forEach(demand -> uses.merge(demand, 1, Integer::sum));
    }
  }

  /** What a detection demands; null when it may match a record that has none of anything. */
  @Nullable List<Demand> of(Detection detection) {
    if (detection instanceof Detection.Named named) {
      return of(named.part());
    }
    if (detection instanceof Detection.AllOf all) {
      return cheapest(all.parts());
    }
    if (detection instanceof Detection.AnyOf any) {
      return union(any.parts());
    }
    if (detection instanceof Detection.Field leaf) {
      return rarest(options(leaf.field().name(), leaf.test()));
    }
    if (detection instanceof Detection.Keyword keyword) {
      return keyword.test() instanceof ValueTest.Text text
          ? rarest(grams(ANYWHERE, text.pattern()))
          : null;
    }
    return null;
  }

  private @Nullable List<Demand> cheapest(List<Detection> parts) {
    List<Demand> best = null;
    for (Detection part : parts) {
      List<Demand> demands = of(part);
      if (demands != null && (best == null || cost(demands) < cost(best))) {
        best = demands;
      }
    }
    return best;
  }

  private @Nullable List<Demand> union(List<Detection> parts) {
    Set<Demand> union = new LinkedHashSet<>();
    for (Detection part : parts) {
      List<Demand> demands = of(part);
      if (demands == null) {
        return null;
      }
      union.addAll(demands);
    }
    return List.copyOf(union);
  }

  private @Nullable List<Demand> rarest(List<Demand> options) {
    Demand best = null;
    for (Demand option : options) {
      if (best == null || cost(option) < cost(best)) {
        best = option;
      }
    }
    return best == null ? null : List.of(best);
  }

  private long cost(List<Demand> demands) {
    return demands.stream().mapToLong(this::cost).sum();
  }

  private long cost(Demand demand) {
    long used = uses.getOrDefault(demand, 1);
    if (demand instanceof Demand.Present) {
      return PRESENCE + used;
    }
    if (demand instanceof Demand.Gram gram) {
      return used + (gram.isPlainInJson() ? 1 : 10);
    }
    return used;
  }

  /** The demands of which each alone is necessary. */
  private static List<Demand> options(String field, ValueTest test) {
    List<Demand> options = new ArrayList<>();
    if (test instanceof ValueTest.Nothing
        || test instanceof ValueTest.Existence existence && !existence.expected()) {
      return options;
    }
    options.add(new Demand.Present(field));
    if (test instanceof ValueTest.Text text) {
      TextPattern pattern = text.pattern();
      if (pattern.isPlain()) {
        String whole = pattern.literals().isEmpty() ? "" : pattern.literals().get(0);
        if (whole.length() <= LONGEST_EQUAL) {
          options.add(new Demand.Equal(field, Fold.fold(whole)));
        }
      } else {
        options.addAll(grams(field, pattern));
      }
    } else if (test instanceof ValueTest.Compared compared
        && compared.comparison() == Comparison.EQ) {
      options.add(new Demand.Number(field, Numbers.canonical(compared.number())));
    }
    return options;
  }

  private static List<Demand> grams(String field, TextPattern pattern) {
    List<Demand> grams = new ArrayList<>();
    for (String literal : pattern.literals()) {
      String folded = Fold.fold(literal);
      for (int i = 0; i + 4 <= folded.length(); i++) {
        int gram = 0;
        boolean ascii = true;
        for (int j = i; j < i + 4; j++) {
          ascii &= folded.charAt(j) < 128;
          gram = gram << 8 | folded.charAt(j) & 0x7f;
        }
        if (ascii) {
          grams.add(new Demand.Gram(field, gram));
        }
      }
    }
    return grams;
  }

  private static void collect(Detection detection, Set<Demand> all) {
    if (detection instanceof Detection.Named named) {
      collect(named.part(), all);
    } else if (detection instanceof Detection.AllOf parts) {
      parts.parts().forEach(part -> collect(part, all));
    } else if (detection instanceof Detection.AnyOf parts) {
      parts.parts().forEach(part -> collect(part, all));
    } else if (detection instanceof Detection.Field leaf) {
      all.addAll(options(leaf.field().name(), leaf.test()));
    } else if (detection instanceof Detection.Keyword keyword
        && keyword.test() instanceof ValueTest.Text text) {
      all.addAll(grams(ANYWHERE, text.pattern()));
    }
  }
}
