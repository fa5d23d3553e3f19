package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Provenance;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record out of its envelopes.
 *
 * @param body the record itself, secrets removed
 * @param channelSource the {@code source} of the EventBridge envelope, when there was one
 * @param channelId the envelope's id
 * @param channelTime the envelope's time, as text
 * @param account the account the envelope names
 * @param cluster the Kubernetes cluster whose log the envelope says it holds
 * @param provenance whether the channel vouches for the record
 */
public record RawRecord(
    JsonNode body,
    @Nullable String channelSource,
    @Nullable String channelId,
    @Nullable String channelTime,
    @Nullable String account,
    @Nullable String cluster,
    Provenance provenance) {

  /** The channel of what Pub/Sub pushed. */
  static final String PUB_SUB = "gcp.pubsub";

  /** The channel of what CloudWatch Logs brought from a cluster whose log is believed. */
  static final String CLUSTER_LOG = "aws.logs";

  /** The channel of what a webhook brought. */
  static final String WEBHOOK = "webhook";

  private static final Set<String> POSTED =
      Set.of("github.audit", "slack.audit", "m365.audit", "generic.oauth");

  private static final Set<String> PUSHED = Set.of("gcp.audit", "gcp.scc", "workspace.audit");

  /** Audit logs, which nobody but Google's services can write to. */
  private static final Pattern AUDIT_LOG =
      Pattern.compile(
          "(projects|folders|organizations|billingAccounts)/[^/]+/logs/"
              + "cloudaudit\\.googleapis\\.com%2F(activity|data_access|system_event|policy)");

  /**
   * The same, believed only as far as its channel speaks for records of this source: a partner's
   * event proves nothing about AWS, and an AWS service's nothing about anybody else.
   */
  RawRecord asSpokenFor(String source) {
    return speaksFor(source) && isGenuineEntry(source)
        ? this
        : new RawRecord(
            body, channelSource, channelId, channelTime, account, cluster, Provenance.CLAIMED);
  }

  private boolean speaksFor(String source) {
    if (channelSource == null) {
      return true;
    }
    if (channelSource.equals(PUB_SUB)) {
      return PUSHED.contains(source);
    }
    if (channelSource.equals(CLUSTER_LOG)) {
      return source.equals("kubernetes.audit");
    }
    if (channelSource.equals(WEBHOOK)) {
      return POSTED.contains(source);
    }
    String vendor = source.substring(0, source.indexOf('.'));
    return channelSource.startsWith("aws.partner/")
        ? channelSource.startsWith("aws.partner/" + vendor + ".com/")
        : vendor.equals("aws") || !channelSource.startsWith("aws.");
  }

  /**
   * Whoever may write log entries may write one that holds an {@code AuditLog}, but only to logs of
   * other names (Cloud Logging REST reference, "entries.write", "LogEntry").
   */
  private boolean isGenuineEntry(String source) {
    if (!source.equals("gcp.audit") && !source.equals("workspace.audit")) {
      return true;
    }
    String log = body.path("logName").asText("");
    boolean exported = log.isEmpty() && channelSource == null;
    return exported || AUDIT_LOG.matcher(log).matches();
  }
}
