package dev.tokenresponder.sigma;

/** How a text is like another. */
public enum Likeness {
  EQUALS("equals"),
  CONTAINS("contains"),
  STARTS_WITH("starts with"),
  ENDS_WITH("ends with");

  private final String label;

  Likeness(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean holds(String value, String reference) {
    return switch (this) {
      case EQUALS -> value.equals(reference);
      case CONTAINS -> value.contains(reference);
      case STARTS_WITH -> value.startsWith(reference);
      case ENDS_WITH -> value.endsWith(reference);
    };
  }
}
