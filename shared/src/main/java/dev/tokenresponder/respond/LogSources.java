package dev.tokenresponder.respond;

import dev.tokenresponder.sigma.LogSource;
import java.util.Map;

/** How the community's rules name the sources whose raw records we hand them. */
final class LogSources {
  /** What rules over the token taxonomy say. */
  static final LogSource TOKEN = new LogSource("token", null, null);

  private static final Map<String, LogSource> BY_SOURCE =
      Map.of(
          "aws.cloudtrail", new LogSource(null, "aws", "cloudtrail"),
          "aws.guardduty", new LogSource(null, "aws", "guardduty"),
          "aws.health", new LogSource(null, "aws", "health"),
          "aws.access-analyzer", new LogSource(null, "aws", "access-analyzer"));

  private LogSources() {}

  static LogSource of(String source) {
    return BY_SOURCE.getOrDefault(source, new LogSource(null, source, null));
  }
}
