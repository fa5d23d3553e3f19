package dev.tokenresponder.sigma.upstream;

import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.ValueTest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out of which alternatives a record must meet at least one, or a detection cannot match it.
 *
 * @param <T> what the service upstream can ask of a record
 */
public final class Necessary<T extends Necessary.Alternative> {
  private final Map<String, String> constants;
  private final Translation<T> translation;

  /** One thing that can be asked of one field. */
  public interface Alternative {
    /** How much of what can be asked at all it takes. */
    int length();
  }

  /** What a demand on a field of a rule means for the record. */
  @FunctionalInterface
  public interface Translation<T> {
    /** Alternatives of which the record meets one, if the field meets the test; null for none. */
    @Nullable Set<T> of(String field, ValueTest test);
  }

  /**
   * @param constants what some fields of rules always are in the records in question
   * @param translation what the other fields come from
   */
  public Necessary(Map<String, String> constants, Translation<T> translation) {
    this.constants = Map.copyOf(constants);
    this.translation = translation;
  }

  /**
   * The alternatives of a detection; empty when it can never match, null when it may match records
   * that meet none.
   */
  public @Nullable Set<T> of(Detection detection) {
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

  private @Nullable Set<T> shortest(List<Detection> parts) {
    Set<T> best = null;
    for (Detection part : parts) {
      Set<T> alternatives = of(part);
      if (alternatives != null && (best == null || length(alternatives) < length(best))) {
        best = alternatives;
      }
    }
    return best;
  }

  private static int length(Set<? extends Alternative> alternatives) {
    return alternatives.stream().mapToInt(Alternative::length).sum();
  }

  private @Nullable Set<T> union(List<Detection> parts) {
    Set<T> union = new LinkedHashSet<>();
    for (Detection part : parts) {
      Set<T> alternatives = of(part);
      if (alternatives == null) {
        return null;
      }
      union.addAll(alternatives);
    }
    return union;
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
