package dev.tokenresponder.sigma;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a date. As the modifiers appendix says, there is no conversion of zones: the part is
 * the one that stands in the text, an ISO 8601 date with or without a time.
 */
public enum DatePart {
  MINUTE(ChronoField.MINUTE_OF_HOUR),
  HOUR(ChronoField.HOUR_OF_DAY),
  DAY(ChronoField.DAY_OF_MONTH),
  WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
  MONTH(ChronoField.MONTH_OF_YEAR),
  YEAR(ChronoField.YEAR);

  private static final int LONGEST = 64;
  private static final Pattern DATE =
      Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)(?:[Tt ](\\d\\d):(\\d\\d)(?::\\d\\d.*)?)?.*");

  private final TemporalField field;

  DatePart(TemporalField field) {
    this.field = field;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DatePart of(Modifier modifier) {
    return valueOf(modifier.name());
  }

  /** The part of a date; null when the text is none, or has no such part. */
  @Nullable Integer of(CharSequence text) {
    Matcher matcher = DATE.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      return null;
    }
    boolean ofTime = this == MINUTE || this == HOUR;
    if (ofTime && matcher.group(4) == null) {
      return null;
    }
    try {
      return LocalDateTime.of(
              number(matcher, 1),
              number(matcher, 2),
              number(matcher, 3),
              number(matcher, 4),
              number(matcher, 5))
          .get(field);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
