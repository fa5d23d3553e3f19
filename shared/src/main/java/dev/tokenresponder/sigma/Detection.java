package dev.tokenresponder.sigma;

import java.util.List;

/** One part of a rule's detection, or the whole of it with its condition resolved. */
public sealed interface Detection {

  /** Whether the record has it. */
  boolean matches(EventView event);

  /** Every part matches. */
  record AllOf(List<Detection> parts) implements Detection {
    @Override
    public boolean matches(EventView event) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).matches(event)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one part matches. */
  record AnyOf(List<Detection> parts) implements Detection {
    @Override
    public boolean matches(EventView event) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).matches(event)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The part does not match. */
  record Not(Detection part) implements Detection {
    @Override
    public boolean matches(EventView event) {
      return !part.matches(event);
    }
  }

  /** A search identifier. */
  record Named(String name, Detection part) implements Detection {
    @Override
    public boolean matches(EventView event) {
      return part.matches(event);
    }
  }

  /** A field meets a demand. */
  record Field(FieldPath field, ValueTest test) implements Detection {
    @Override
    public boolean matches(EventView event) {
      return test.matches(event, field);
    }
  }

  /** Any value, or any field name, of the record meets a demand. */
  record Keyword(ValueTest.OnValue test) implements Detection {
    @Override
    public boolean matches(EventView event) {
      return event.anywhere(test);
    }
  }

  /**
   * Links parts by "or", or by "and" when {@code all} is asked for; a lone part stands for itself.
   */
  static Detection join(List<Detection> parts, boolean all) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return all ? new AllOf(List.copyOf(parts)) : new AnyOf(List.copyOf(parts));
  }
}
