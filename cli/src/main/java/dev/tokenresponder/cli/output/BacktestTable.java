package dev.tokenresponder.cli.output;

import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.respond.Evaluation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Counts flagged cases by source and label. */
public final class BacktestTable {
  private static final String ALL = "all";

  private final Level least;
  private final String show;
  private final Map<String, Map<String, Count>> counts = new TreeMap<>();
  private final List<String> shown = new ArrayList<>();

  private static final class Count {
    private int flagged;
    private int cases;

    @Override
    public String toString() {
      return "%d of %d (%d %%)".formatted(flagged, cases, Math.round(100.0 * flagged / cases));
    }
  }

  /**
   * @param least from which level on a case is flagged
   * @param show the label whose cases are listed
   */
  public BacktestTable(Level least, String show) {
    this.least = least;
    this.show = show;
  }

  /** Takes a case and what was found in it. */
  public void add(String label, String source, String id, List<Evaluation> judged) {
    List<Finding> findings =
        judged.stream()
            .flatMap(evaluation -> evaluation.findings().stream())
            .filter(finding -> finding.level().compareTo(least) >= 0)
            .toList();
    String named = source.isEmpty() ? String.valueOf(judged.get(0).source()) : source;
    count(named, label, !findings.isEmpty());
    count(ALL, label, !findings.isEmpty());
    if (label.equals(show)) {
      shown.add(
          id
              + ": "
              + (findings.isEmpty()
                  ? judged.stream().map(e -> e.status().label()).collect(Collectors.joining(", "))
                  : findings.stream()
                      .map(finding -> finding.level().label() + " " + finding.title())
                      .collect(Collectors.joining("; "))));
    }
  }

  private void count(String source, String label, boolean flagged) {
    Count count =
        counts
            .computeIfAbsent(source, s -> new TreeMap<>())
            .computeIfAbsent(label, l -> new Count());
    count.cases++;
    count.flagged += flagged ? 1 : 0;
  }

  /** Prints the cases asked for, and one line for each source; the sum comes last. */
  public void print(PrintStream out) {
    shown.forEach(line -> out.println(Safe.text(line)));
    Map<String, Count> all = counts.getOrDefault(ALL, Map.of());
    List<String> labels = List.copyOf(new TreeSet<>(all.keySet()));
    out.printf("%-28s", "flagged, " + least.label() + " or above");
    labels.forEach(label -> out.printf(" %20s", Safe.text(label)));
    out.println();
    counts.forEach(
        (source, byLabel) -> {
          if (!source.equals(ALL)) {
            line(out, source, byLabel, labels);
          }
        });
    line(out, ALL, all, labels);
  }

  private static void line(
      PrintStream out, String source, Map<String, Count> byLabel, List<String> labels) {
    out.printf("%-28s", Safe.text(source));
    labels.forEach(
        label -> out.printf(" %20s", byLabel.containsKey(label) ? byLabel.get(label) : ""));
    out.println();
  }
}
