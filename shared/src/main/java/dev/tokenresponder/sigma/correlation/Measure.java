package dev.tokenresponder.sigma.correlation;

import dev.tokenresponder.sigma.Numbers;
import dev.tokenresponder.sigma.SigmaCorrelation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the condition of a correlation is compared with. */
final class Measure {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Measure() {}

  /** Whether some window no longer than the timespan, with the event in it, meets the condition. */
  static boolean isMet(SigmaCorrelation correlation, Group group, Seen event) {
    return group.seen().stream()
        .map(Seen::time)
        .filter(end -> !end.isBefore(event.time()))
        .filter(end -> !event.time().isBefore(end.minus(correlation.timespan())))
        .distinct()
        .anyMatch(
            end -> correlation.accepts(of(correlation, window(correlation, group, end), event)));
  }

  private static List<Seen> window(SigmaCorrelation correlation, Group group, Instant end) {
    Instant start = end.minus(correlation.timespan());
    return group.seen().stream()
        .filter(seen -> !seen.time().isBefore(start) && !seen.time().isAfter(end))
        .collect(Collectors.toList());
  }

  private static BigDecimal of(SigmaCorrelation correlation, List<Seen> window, Seen event) {
    return switch (correlation.type()) {
      case EVENT_COUNT -> distinct(window.stream().map(Seen::event).toList());
      case VALUE_COUNT -> distinct(window.stream().map(Seen::value).toList());
      case TEMPORAL -> distinct(window.stream().map(Seen::rule).toList());
      case TEMPORAL_ORDERED -> inOrder(window);
      case VALUE_SUM -> sum(once(window));
      case VALUE_AVG -> average(once(window));
      case VALUE_PERCENTILE -> percentile(once(window), event);
    };
  }

  private static BigDecimal distinct(List<?> things) {
    return BigDecimal.valueOf(things.stream().distinct().count());
  }

  /** How many of the rules, from the first on, matched one after the other. */
  private static BigDecimal inOrder(List<Seen> window) {
    int next = 0;
    for (Seen seen : window) {
      if (seen.rule() == next) {
        next++;
      }
    }
    return BigDecimal.valueOf(next);
  }

  /** Each event once, however many of the rules matched it. */
  private static List<Seen> once(List<Seen> window) {
    Set<String> events = new HashSet<>();
    return window.stream().filter(seen -> events.add(seen.event())).toList();
  }

  private static BigDecimal average(List<Seen> window) {
    return sum(window).divide(BigDecimal.valueOf(window.size()), MathContext.DECIMAL64);
  }

  private static BigDecimal sum(List<Seen> window) {
    return window.stream()
        .map(seen -> Objects.requireNonNull(Numbers.parse(Objects.requireNonNull(seen.value()))))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * Of numbers, the percentage that is not larger than the event's; of texts, the percentage that
   * equals it.
   */
  private static BigDecimal percentile(List<Seen> window, Seen event) {
    String value = Objects.requireNonNull(event.value());
    BigDecimal number = Numbers.parse(value);
    long reached =
        window.stream()
            .map(seen -> Objects.requireNonNull(seen.value()))
            .filter(other -> number == null ? other.equals(value) : isAtMost(other, number))
            .count();
    return BigDecimal.valueOf(reached)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(window.size()), MathContext.DECIMAL64);
  }

  private static boolean isAtMost(String value, BigDecimal limit) {
    BigDecimal number = Numbers.parse(value);
    return number != null && number.compareTo(limit) <= 0;
  }
}
