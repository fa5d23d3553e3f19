package dev.tokenresponder.sigma;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records a rule is meant for, and which kind a record is: a part that a rule leaves out fits
 * every record.
 */
public record LogSource(
    @Nullable String category, @Nullable String product, @Nullable String service) {

  /** Whether a rule with this log source is meant for records of the kind {@code record}. */
  public boolean covers(LogSource record) {
    return fits(category, record.category)
        && fits(product, record.product)
        && fits(service, record.service);
  }

  @Override
  public String toString() {
    return Stream.of(category, product, service)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("/"));
  }

  private static boolean fits(@Nullable String wanted, @Nullable String actual) {
    return wanted == null || wanted.equals(actual);
  }
}
