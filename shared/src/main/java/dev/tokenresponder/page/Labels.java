package dev.tokenresponder.page;

import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words of the page; nothing is told by colour alone. */
final class Labels {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Labels() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** What the state of an incident means. */
  static String sentence(IncidentState state) {
    return switch (state) {
      case OPEN -> "Nothing has been decided or done yet.";
      case OBSERVED -> "What would be done is written down; nothing was changed.";
      case UNCONTAINED -> "Something could not be done or must not be done: look at it.";
      case HELD -> "Something waits for a person to approve or reject it.";
      case UNDONE -> "A person took something back; it may work again.";
      case REOPENED ->
          "It was contained, and used or set free all the same: look at it, whatever was done since.";
      case CONTAINED -> "Every containment action was done and read back.";
    };
  }

  /** What became of one credential. */
  static String member(IncidentState state) {
    return switch (state) {
      case OPEN -> "– not touched";
      case OBSERVED -> "○ planned only";
      case UNCONTAINED -> "✕ not contained";
      case HELD -> "… waits for a person";
      case UNDONE -> "↺ taken back";
      case REOPENED -> "↻ reopened";
      case CONTAINED -> "✓ contained";
    };
  }

  /** The first word of an entry of the timeline. */
  static String entry(Timeline.Entry entry) {
    return switch (entry.kind()) {
      case EVENT -> "Event";
      case JUDGED -> "Judged";
      case ACTED -> acted(entry.status() == null ? Status.DONE : entry.status());
      case PROVEN -> "Checked again";
    };
  }

  private static String acted(Status status) {
    return switch (status) {
      case DONE -> "Done";
      case PLANNED -> "Planned only";
      case HELD -> "Waits for a person";
      case REFUSED -> "Refused";
      case FAILED -> "Failed";
      case UNDONE -> "Taken back";
    };
  }

  /** A duration in the two greatest units that say something. */
  static String duration(Duration duration) {
    Duration length = duration.abs();
    if (length.toMillis() < 1_000) {
      return length.toMillis() + " ms";
    }
    if (length.toSeconds() < 60) {
      long tenths = length.toMillis() / 100;
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    if (length.toMinutes() < 60) {
      return two(length.toMinutes(), "min", length.toSecondsPart(), "s");
    }
    return length.toHours() < 48
        ? two(length.toHours(), "h", length.toMinutesPart(), "min")
        : two(length.toDays(), "d", length.toHoursPart(), "h");
  }

  private static String two(long great, String unit, long small, String smallUnit) {
    return small == 0 ? great + " " + unit : great + " " + unit + " " + small + " " + smallUnit;
  }
}
