package dev.tokenresponder.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;
import java.util.Locale;

/**
 * An incident in the AWS Security Finding Format, to be imported as a custom integration (Security
 * Hub User Guide, "Required top-level ASFF attributes", "Guidelines for BatchImportFindings").
 */
public final class SecurityHubFinding {
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_DESCRIPTION = 1_024;

  private SecurityHubFinding() {}

  /**
   * The finding.
   *
   * @param account the account that it is imported into
   * @param region the region that it is imported in
   */
  public static ObjectNode of(Incident incident, String account, String region) {
    ObjectNode finding = JsonNodeFactory.instance.objectNode();
    finding.put("SchemaVersion", "2018-10-08");
    finding.put("Id", Findings.PRODUCT + "/" + incident.id());
    finding.put(
        "ProductArn",
        "arn:aws:securityhub:" + region + ":" + account + ":product/" + account + "/default");
    finding.put("GeneratorId", Findings.PRODUCT);
    finding.put("AwsAccountId", account);
    finding.putArray("Types").add("TTPs/Credential Access").add("TTPs/Lateral Movement");
    finding.put("CreatedAt", incident.openedAt().toString());
    finding.put("UpdatedAt", Findings.updated(incident).toString());
    finding.putObject("Severity").put("Label", severity(incident.level()));
    finding.put("Title", Findings.clip(Findings.title(incident), LONGEST_TITLE));
    finding.put("Description", Findings.description(incident, LONGEST_DESCRIPTION));
    finding
        .putArray("Resources")
        .addObject()
        .put("Type", "Other")
        .put("Id", Findings.clip(incident.subject(), 512))
        .put("Partition", "aws")
        .put("Region", region);
    finding.put("RecordState", "ACTIVE");
    finding
        .putObject("Workflow")
        .put("Status", incident.state() == IncidentState.CONTAINED ? "RESOLVED" : "NEW");
    finding.putObject("ProductFields").put(Findings.PRODUCT + "/state", incident.state().label());
    return finding;
  }

  private static String severity(Level level) {
    return level.name().toUpperCase(Locale.ROOT);
  }
}
