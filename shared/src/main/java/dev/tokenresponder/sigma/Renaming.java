package dev.tokenresponder.sigma;

import java.util.List;
import java.util.Map;

/** Reads the fields of a rule under the names that a log source has for them. */
public final class Renaming {
  private final Map<String, String> names;

  /**
   * @param names from the name in rules to the name in records
   */
  public Renaming(Map<String, String> names) {
    this.names = Map.copyOf(names);
  }

  /** The detection over the record's own names. */
  public Detection apply(Detection detection) {
    if (names.isEmpty()) {
      return detection;
    }
    if (detection instanceof Detection.Named named) {
      return new Detection.Named(named.name(), apply(named.part()));
    }
    if (detection instanceof Detection.Not not) {
      return new Detection.Not(apply(not.part()));
    }
    if (detection instanceof Detection.AllOf all) {
      return new Detection.AllOf(apply(all.parts()));
    }
    if (detection instanceof Detection.AnyOf any) {
      return new Detection.AnyOf(apply(any.parts()));
    }
    if (detection instanceof Detection.Field leaf) {
      return new Detection.Field(apply(leaf.field()), apply(leaf.test()));
    }
    return detection;
  }

  private List<Detection> apply(List<Detection> parts) {
    return parts.stream().map(this::apply).toList();
  }

  private FieldPath apply(FieldPath field) {
    String name = names.get(field.name());
    return name == null ? field : FieldPath.of(name);
  }

  private ValueTest apply(ValueTest test) {
    return test instanceof ValueTest.SameAs same
        ? new ValueTest.SameAs(apply(same.other()), same.likeness(), same.cased())
        : test;
  }
}
