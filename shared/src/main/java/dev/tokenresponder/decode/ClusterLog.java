package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose log an envelope holds. EKS writes to the log group {@code /aws/eks/CLUSTER/cluster} (EKS
 * User Guide, "Send control plane logs to CloudWatch Logs"), a diagnostic record of Azure names the
 * resource (Azure Monitor, "Common schema for Azure resource logs"). The batch does not name the
 * region of a log group.
 *
 * @param account the account or subscription
 * @param cluster {@code eks/ACCOUNT/CLUSTER}, or the resource id in lower case
 */
record ClusterLog(@Nullable String account, @Nullable String cluster) {
  static final ClusterLog NONE = new ClusterLog(null, null);

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern LOG_GROUP =
      Pattern.compile("/aws/eks/([0-9A-Za-z_-]{1,100})/cluster");
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/subscriptions/([0-9a-f-]{36})/resourcegroups/[^/,=]{1,90}"
              + "/providers/microsoft\\.containerservice/managedclusters/[0-9a-z_-]{1,63}");

  /** Of a batch of CloudWatch Logs. */
  static ClusterLog ofBatch(JsonNode batch) {
    String owner = batch.path("owner").asText("");
    Matcher group = LOG_GROUP.matcher(batch.path("logGroup").asText(""));
    return ACCOUNT.matcher(owner).matches() && group.matches()
        ? new ClusterLog(owner, "eks/" + owner + "/" + group.group(1))
        : NONE;
  }

  /** Of a diagnostic record of AKS. */
  static ClusterLog ofDiagnostic(JsonNode record) {
    Matcher id = RESOURCE.matcher(record.path("resourceId").asText("").toLowerCase(Locale.ROOT));
    return id.matches() ? new ClusterLog(id.group(1), id.group()) : NONE;
  }
}
