package dev.tokenresponder.respond;

import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.cloudlogging.LogFilter;
import dev.tokenresponder.sigma.cloudlogging.Restriction;
import dev.tokenresponder.sigma.upstream.Necessary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filter for a log sink of Cloud Logging that lets through every entry which the rules can
 * match, and as little else as it can say: the counterpart of {@link EventPatterns}. Entries of
 * other logs than audit logs anybody may write, and they do not pass (Cloud Logging, "Audit log
 * entry names").
 */
public final class LogFilters {
  /**
   * How long a filter may be (Cloud Logging, "Logging query language", "Syntax notation", {@code
   * https://cloud.google.com/logging/docs/view/logging-query-language}).
   */
  public static final int LONGEST = 20_000;

  static final String METHOD = "protoPayload.methodName";
  static final String SERVICE = "protoPayload.serviceName";
  static final String EVENT = "protoPayload.metadata.event.eventName";

  private static final String AUDIT_LOGS = "logName:\"cloudaudit.googleapis.com\"";

  /** Fields with words of Google's own. */
  private static final Set<String> NAMES = Set.of(METHOD, SERVICE, EVENT, "resource.type");

  /**
   * Other fields of raw records that hold text, and are where rules name them: keys may have dots
   * in them elsewhere, and other types cannot be searched for a part.
   */
  private static final Set<String> TEXTS =
      Set.of(
          "logName",
          "protoPayload.authenticationInfo.principalEmail",
          "protoPayload.authenticationInfo.principalSubject",
          "protoPayload.authenticationInfo.serviceAccountKeyName",
          "protoPayload.requestMetadata.callerIp",
          "protoPayload.requestMetadata.callerSuppliedUserAgent",
          "protoPayload.resourceName");

  /**
   * How the entries of a source are told from others.
   *
   * @param entries what all of them meet, in the query language
   * @param hints what they have to show for fields of the taxonomy
   */
  private record Channel(String source, String entries, Necessary.Translation<Restriction> hints) {}

  private static final List<Channel> CHANNELS =
      List.of(
          new Channel("gcp.audit", AUDIT_LOGS, GoogleAuditHints::of),
          new Channel(
              "workspace.audit",
              AUDIT_LOGS + " AND " + LogFilter.anyOf(WorkspaceAuditHints.services()),
              WorkspaceAuditHints::of));

  private LogFilters() {}

  /**
   * A filter.
   *
   * @param text the filter itself
   * @param unfiltered the titles of the rules because of which all entries of the source pass
   */
  public record Built(String text, List<String> unfiltered) {}

  /** The sources that a filter can be made for. */
  public static List<String> sources() {
    return CHANNELS.stream().map(Channel::source).toList();
  }

  /**
   * Makes the filter.
   *
   * @param source one of {@link #sources}
   * @return empty when no rule is about it
   */
  public static Optional<Built> of(RuleBook book, String source) {
    Channel channel = channel(source);
    UpstreamDemands<Restriction> demands = demands(book, source);
    if (demands.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        demands.unlimited().isEmpty()
            ? new Built(
                channel.entries() + " AND\n" + LogFilter.anyOf(demands.alternatives()), List.of())
            : new Built(channel.entries(), demands.unlimited()));
  }

  static UpstreamDemands<Restriction> demands(RuleBook book, String source) {
    return UpstreamDemands.of(
        book,
        source,
        new Necessary<>(Map.of("event.source", source), channel(source).hints()),
        new Necessary<>(Map.of(), LogFilters::ofRecord));
  }

  private static Channel channel(String source) {
    return CHANNELS.stream().filter(c -> c.source().equals(source)).findFirst().orElseThrow();
  }

  private static @Nullable Set<Restriction> ofRecord(String field, ValueTest test) {
    return NAMES.contains(field) || TEXTS.contains(field)
        ? Restriction.literally(field, test, NAMES.contains(field))
        : null;
  }
}
