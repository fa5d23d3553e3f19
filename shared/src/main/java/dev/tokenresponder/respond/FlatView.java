package dev.tokenresponder.respond;

import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.FieldPath;
import java.util.Map;

/** Fields without nesting, as {@link dev.tokenresponder.context.TokenFields} gives them. */
record FlatView(Map<String, Object> fields) implements EventView {

  @Override
  public boolean exists(FieldPath field) {
    return fields.containsKey(field.name());
  }

  @Override
  public boolean anyValue(FieldPath field, ValuePredicate predicate) {
    Object value = fields.get(field.name());
    return value != null && any(value, predicate);
  }

  @Override
  public boolean anywhere(ValuePredicate predicate) {
    return fields.entrySet().stream()
        .anyMatch(
            field ->
                predicate.accepts(field.getKey(), Kind.TEXT) || any(field.getValue(), predicate));
  }

  private static boolean any(Object value, ValuePredicate predicate) {
    if (value instanceof Iterable<?> values) {
      for (Object element : values) {
        if (any(element, predicate)) {
          return true;
        }
      }
      return false;
    }
    Kind kind = value instanceof Boolean ? Kind.BOOLEAN : Kind.TEXT;
    return predicate.accepts(value.toString(), kind);
  }
}
