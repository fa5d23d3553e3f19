package dev.tokenresponder.benchmarks;

import dev.tokenresponder.benchmarks.Rounds.Speed;
import java.io.PrintStream;
import java.util.Locale;

/** Prints one Markdown table, a row at a time. */
final class Table {
  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
    out.println("| measured | ns/event | MB/s | value | target | |");
    out.println("|---|--:|--:|--:|--:|---|");
  }

  void speed(String name, Speed speed) {
    row(name, number(speed.nanosPerEvent()), megabytes(speed), "", "", "");
  }

  /** A value without a target. */
  void value(String name, double value, String unit) {
    row(name, "", "", number(value) + unit, "", "");
  }

  void atMost(String name, double value, double target, String unit) {
    goal(name, value, unit, "≤ " + number(target) + unit, value <= target);
  }

  void atLeast(String name, double value, double target, String unit) {
    goal(name, value, unit, "≥ " + number(target) + unit, value >= target);
  }

  private void goal(String name, double value, String unit, String target, boolean hit) {
    row("**" + name + "**", "", "", number(value) + unit, target, hit ? "hit" : "missed");
  }

  private void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  private static String megabytes(Speed speed) {
    return String.format(Locale.ROOT, "%.0f", speed.megabytesPerSecond());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }
}
