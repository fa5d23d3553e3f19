package dev.tokenresponder.page;

import dev.tokenresponder.incident.Timeline;
import dev.tokenresponder.incident.Timeline.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timeline, from top to bottom in the order of time. The gaps are labelled and not to scale: to
 * scale, the seconds that matter would vanish between hours.
 */
final class TimelineDrawing {
  private static final int WIDTH = 480;
  private static final int AXIS = 86;
  private static final int TEXT = AXIS + 16;
  private static final int ROW = 80;
  private static final int TOP = 16;

  /** Beyond that, the middle is left to the table. */
  private static final int MOST = 60;

  private final Html html;
  private final List<Entry> entries;

  private TimelineDrawing(Html html, Timeline timeline) {
    this.html = html;
    this.entries = timeline.entries();
  }

  static void draw(Html html, Timeline timeline) {
    new TimelineDrawing(html, timeline).draw();
  }

  private void draw() {
    List<Integer> drawn = drawn();
    int height = TOP + Math.max(drawn.size(), 1) * ROW - ROW / 2;
    Svg.open(html, "timeline", WIDTH, height, "What happened, in the order of time", summary());
    for (int i = 1; i < drawn.size(); i++) {
      gap(i, drawn.get(i - 1), drawn.get(i));
    }
    for (int i = 0; i < drawn.size(); i++) {
      entry(i, drawn.get(i), i == 0 ? null : entries.get(drawn.get(i - 1)));
    }
    html.close();
  }

  private List<Integer> drawn() {
    List<Integer> drawn = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.size() <= MOST || i < MOST / 2 || i >= entries.size() - MOST / 2) {
        drawn.add(i);
      }
    }
    return drawn;
  }

  private String summary() {
    if (entries.isEmpty()) {
      return "Nothing yet.";
    }
    Entry first = entries.get(0);
    Entry last = entries.get(entries.size() - 1);
    return "%d entries from %s to %s. The table below the drawing has them all."
        .formatted(entries.size(), Labels.time(first.at()), Labels.time(last.at()));
  }

  private static int y(int row) {
    return TOP + row * ROW;
  }

  private void gap(int row, int before, int after) {
    Duration gap = Duration.between(entries.get(before).at(), entries.get(after).at());
    String length = gap.compareTo(Duration.ofHours(1)) < 0 ? "gap" : "gap long";
    html.open("line", "x1", AXIS, "y1", y(row - 1), "x2", AXIS, "y2", y(row), "class", length)
        .close();
    int left = after - before - 1;
    String label =
        (gap.isZero() ? "at once" : "+ " + Labels.duration(gap))
            + (left == 0 ? "" : ", " + left + " entries more in the table");
    html.element("text", label, "x", TEXT, "y", y(row) - 20, "class", "gap-label");
  }

  private void entry(int row, int index, @Nullable Entry before) {
    Entry entry = entries.get(index);
    int y = y(row);
    String time = Labels.time(entry.at());
    String day = time.substring(0, 10);
    String kind = entry.kind().label();
    html.open("g", "class", entry.status() == null ? kind : kind + " " + entry.status().label());
    html.element(
        "title", time + "\n" + Labels.entry(entry) + ": " + entry.what() + "\n" + entry.detail());
    html.element("text", time.substring(11, 19), "x", 0, "y", y + 4, "class", "clock");
    if (before == null || !Labels.time(before.at()).startsWith(day)) {
      html.element("text", day, "x", 0, "y", y + 20, "class", "faint");
    }
    html.open("circle", "cx", AXIS, "cy", y, "r", 6, "class", "dot").close();
    String label = Labels.entry(entry);
    html.open("text", "x", TEXT, "y", y + 4, "class", "what");
    html.element("tspan", label + "  ", "class", "label");
    html.element("tspan", Shortened.middle(entry.what(), 46 - label.length()));
    html.close();
    int line = y + 4;
    for (String detail : Shortened.lines(entry.detail(), 54)) {
      line += 15;
      html.element("text", detail, "x", TEXT, "y", line, "class", "faint");
    }
    html.close();
  }
}
