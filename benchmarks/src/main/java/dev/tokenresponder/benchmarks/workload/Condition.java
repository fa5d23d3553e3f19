package dev.tokenresponder.benchmarks.workload;

import java.util.List;

/**
 * What a rule asks of one field: that it compares so with any of the values.
 *
 * @param field with dots between the keys
 */
record Condition(String field, Operator operator, List<String> values) {

  Condition {
    values = List.copyOf(values);
  }

  static Condition of(String field, Operator operator, String... values) {
    return new Condition(field, operator, List.of(values));
  }

  boolean isFilter() {
    return operator == Operator.DIFFERS_FROM;
  }

  /** The lines of a search identifier. */
  String sigma() {
    StringBuilder yaml = new StringBuilder("    " + field + operator.modifiers() + ":");
    if (values.size() == 1) {
      return yaml.append(' ').append(values.get(0)).append('\n').toString();
    }
    values.forEach(value -> yaml.append("\n      - ").append(value));
    return yaml.append('\n').toString();
  }
}
