package dev.tokenresponder.cli.output;

import dev.tokenresponder.event.Level;
import java.util.Map;

/** Colours, on terminals only and never against the user's wish (no-color.org). */
public enum Style {
  BAD("31"),
  GOOD("32"),
  CAUTION("33"),
  STRONG("1"),
  FAINT("2");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** How a level of findings is shown. */
  public static Style of(Level level) {
    return switch (level) {
      case CRITICAL, HIGH -> BAD;
      case MEDIUM -> CAUTION;
      case LOW, INFORMATIONAL -> FAINT;
    };
  }

  /** Whether a person looks at standard output. */
  public static boolean isTerminal() {
    return System.console() != null;
  }

  /** The text in this style, or plain. */
  public String paint(String text, boolean colour) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Whether to colour: a terminal that is not dumb, and NO_COLOR is not set. */
  public static boolean colours(Map<String, String> environment) {
    return isTerminal()
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
