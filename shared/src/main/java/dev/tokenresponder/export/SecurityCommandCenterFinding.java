package dev.tokenresponder.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;

/**
 * An incident as a finding of a source of one's own in Security Command Center (its REST reference,
 * "organizations.sources.findings", "Finding"): to be created with the id that its name ends in.
 */
public final class SecurityCommandCenterFinding {
  private static final int LONGEST_ID = 32;

  private SecurityCommandCenterFinding() {}

  /**
   * The finding.
   *
   * @param source {@code organizations/O/sources/S}
   */
  public static ObjectNode of(Incident incident, String source) {
    ObjectNode finding = JsonNodeFactory.instance.objectNode();
    finding.put("name", source + "/findings/" + id(incident));
    finding.put("parent", source);
    finding.put("resourceName", resource(incident, source));
    finding.put("state", incident.state() == IncidentState.CONTAINED ? "INACTIVE" : "ACTIVE");
    finding.put("category", "STOLEN_TOKEN");
    finding.put("findingClass", "THREAT");
    finding.put("severity", severity(incident.level()));
    finding.put("eventTime", Findings.updated(incident).toString());
    finding.put("description", Findings.description(incident, 1_024));
    ObjectNode properties = finding.putObject("sourceProperties");
    properties.put("incident", incident.id());
    properties.put("title", Findings.title(incident));
    properties.put("subject", incident.subject());
    properties.put("principal", incident.principal());
    properties.put("containment", incident.state().label());
    return finding;
  }

  /** Letters and digits, 32 at most. */
  private static String id(Incident incident) {
    String id = incident.id().replaceAll("[^A-Za-z0-9]", "");
    return id.substring(0, Math.min(id.length(), LONGEST_ID));
  }

  /** The project where there is one, else the organization of the source. */
  private static String resource(Incident incident, String source) {
    String account = incident.account();
    boolean project = account != null && account.matches("[a-z][a-z0-9-]{4,28}[a-z0-9]");
    return "//cloudresourcemanager.googleapis.com/"
        + (project ? "projects/" + account : source.substring(0, source.indexOf("/sources/")));
  }

  private static String severity(Level level) {
    return switch (level) {
      case INFORMATIONAL, LOW -> "LOW";
      case MEDIUM -> "MEDIUM";
      case HIGH -> "HIGH";
      case CRITICAL -> "CRITICAL";
    };
  }
}
