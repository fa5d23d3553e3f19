package dev.tokenresponder.sigma.eventbridge;

import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.TextPattern;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.eventbridge.Alternative.Operator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Works out of which alternatives a record must meet at least one, or a detection cannot match it.
 */
public final class Necessary {
  /**
   * Texts for which EventBridge and Sigma surely mean the same: no number, boolean or null, which
   * EventBridge tells from strings, and nothing that JSON or a pattern may spell in several ways.
   */
  private static final Pattern SAFE =
      Pattern.compile("[\\x20-\\x7e&&[^\\\\\"{}]]*[A-Za-z][\\x20-\\x7e&&[^\\\\\"{}]]*");

  private static final Set<String> WORDS = Set.of("true", "false", "null", "infinity");
  private static final Pattern NUMBER = Pattern.compile("[-+0-9.eE]+");

  private final Map<String, String> constants;
  private final Translation translation;

  /** What a demand on a field of a rule means for the record. */
  @FunctionalInterface
  public interface Translation {
    /** Alternatives of which the record meets one, if the field meets the test; null for none. */
    @Nullable Set<Alternative> of(String field, ValueTest test);
  }

  /**
   * @param constants what some fields of rules always are in the records in question
   * @param translation what the other fields come from
   */
  public Necessary(Map<String, String> constants, Translation translation) {
    this.constants = Map.copyOf(constants);
    this.translation = translation;
  }

  /**
   * The alternatives of a detection; empty when it can never match, null when it may match records
   * that meet none.
   */
  public @Nullable Set<Alternative> of(Detection detection) {
    Boolean known = known(detection);
    if (known != null) {
      return known ? null : Set.of();
    }
    if (detection instanceof Detection.Named named) {
      return of(named.part());
    }
    if (detection instanceof Detection.AllOf all) {
      return shortest(all.parts());
    }
    if (detection instanceof Detection.AnyOf any) {
      return union(any.parts());
    }
    return detection instanceof Detection.Field leaf
        ? translation.of(leaf.field().name(), leaf.test())
        : null;
  }

  private @Nullable Set<Alternative> shortest(List<Detection> parts) {
    Set<Alternative> best = null;
    for (Detection part : parts) {
      Set<Alternative> alternatives = of(part);
      if (alternatives != null && (best == null || length(alternatives) < length(best))) {
        best = alternatives;
      }
    }
    return best;
  }

  private static int length(Set<Alternative> alternatives) {
    return alternatives.stream().mapToInt(a -> a.text().length() + a.field().length() + 1).sum();
  }

  private @Nullable Set<Alternative> union(List<Detection> parts) {
    Set<Alternative> union = new LinkedHashSet<>();
    for (Detection part : parts) {
      Set<Alternative> alternatives = of(part);
      if (alternatives == null) {
        return null;
      }
      union.addAll(alternatives);
    }
    return union;
  }

  /** What a demand means for a field of the record that has the very values of the rule's. */
  public static @Nullable Set<Alternative> literally(String field, ValueTest test) {
    if (!(test instanceof ValueTest.Text text)) {
      return null;
    }
    TextPattern pattern = text.pattern();
    List<String> literals = pattern.literals();
    if (literals.isEmpty()) {
      return null;
    }
    String first = literals.get(0);
    String last = literals.get(literals.size() - 1);
    if (pattern.isPlain()) {
      return isSafe(first) ? Set.of(new Alternative(field, Operator.EQUALS, first)) : null;
    }
    if (pattern.startsWithLiteral() && isSafe(first)) {
      return Set.of(new Alternative(field, Operator.PREFIX, first));
    }
    return pattern.endsWithLiteral() && isSafe(last)
        ? Set.of(new Alternative(field, Operator.SUFFIX, last))
        : null;
  }

  /** A prefix such as "t" also begins "true", and "e" ends it, so all of these are left alone. */
  private static boolean isSafe(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return SAFE.matcher(text).matches()
        && !NUMBER.matcher(text).matches()
        && WORDS.stream().noneMatch(word -> word.startsWith(lower) || word.endsWith(lower));
  }

  /** The verdict where the constants alone decide it; null where they do not. */
  private @Nullable Boolean known(Detection detection) {
    if (detection instanceof Detection.Named named) {
      return known(named.part());
    }
    if (detection instanceof Detection.Not not) {
      Boolean part = known(not.part());
      return part == null ? null : Boolean.valueOf(!part);
    }
    if (detection instanceof Detection.AllOf all) {
      return joined(all.parts(), false);
    }
    if (detection instanceof Detection.AnyOf any) {
      return joined(any.parts(), true);
    }
    return detection instanceof Detection.Field leaf ? known(leaf.field(), leaf.test()) : null;
  }

  private @Nullable Boolean joined(List<Detection> parts, boolean decisive) {
    boolean all = true;
    for (Detection part : parts) {
      Boolean known = known(part);
      if (known != null && known == decisive) {
        return decisive;
      }
      all &= known != null;
    }
    return all ? Boolean.valueOf(!decisive) : null;
  }

  private @Nullable Boolean known(FieldPath field, ValueTest test) {
    String constant = constants.get(field.name());
    return constant != null && test instanceof ValueTest.OnValue onValue
        ? Boolean.valueOf(onValue.accepts(constant, Kind.TEXT))
        : null;
  }
}
