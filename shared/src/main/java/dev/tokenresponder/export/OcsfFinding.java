package dev.tokenresponder.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.Sighting;

/**
 * An incident as a Detection Finding of OCSF 1.5 (class 2004; schema.ocsf.io, "Detection Finding",
 * "Finding Information", "Evidence Artifacts").
 */
public final class OcsfFinding {
  private static final int CLASS = 2004;
  private static final int CATEGORY = 2;
  private static final int UPDATE = 2;

  private OcsfFinding() {}

  /** The finding; times are milliseconds since 1970. */
  public static ObjectNode of(Incident incident) {
    ObjectNode finding = JsonNodeFactory.instance.objectNode();
    finding.put("class_uid", CLASS).put("category_uid", CATEGORY);
    finding.put("activity_id", UPDATE).put("type_uid", CLASS * 100 + UPDATE);
    finding.put("time", Findings.updated(incident).toEpochMilli());
    finding.put("severity_id", severity(incident.level()));
    finding.put("severity", incident.level().label());
    finding.put("status_id", status(incident.state()));
    finding.put("status_detail", incident.state().label());
    finding.put("message", Findings.description(incident, 1_024));
    ObjectNode metadata = finding.putObject("metadata").put("version", "1.5.0");
    metadata.putObject("product").put("name", Findings.PRODUCT).put("vendor_name", "open source");
    ObjectNode info = finding.putObject("finding_info");
    info.put("uid", incident.id()).put("title", Findings.title(incident));
    info.put("created_time", incident.openedAt().toEpochMilli());
    info.put("modified_time", Findings.updated(incident).toEpochMilli());
    if (incident.account() != null) {
      finding
          .putObject("cloud")
          .put("provider", "Other")
          .putObject("account")
          .put("uid", incident.account());
    }
    ObjectNode resource = finding.putArray("resources").addObject();
    resource.put("uid", incident.subject()).put("name", incident.principal());
    ArrayNode evidences = finding.putArray("evidences");
    incident.sightings().forEach(sighting -> evidence(evidences.addObject(), sighting));
    finding.putObject("unmapped").set("actions", actions(incident));
    return finding;
  }

  private static void evidence(ObjectNode evidence, Sighting sighting) {
    evidence.put("name", sighting.title());
    if (sighting.ip() != null) {
      evidence.putObject("src_endpoint").put("ip", sighting.ip());
    }
    evidence
        .putObject("data")
        .put("event_id", sighting.eventId())
        .put("time", sighting.time().toString())
        .put("source", sighting.source())
        .put("event", sighting.eventName())
        .put("rule", sighting.ruleId())
        .put("level", sighting.level().label());
  }

  private static ArrayNode actions(Incident incident) {
    ArrayNode actions = JsonNodeFactory.instance.arrayNode();
    for (ActionOutcome outcome : incident.actions()) {
      actions
          .addObject()
          .put("action", outcome.key().action())
          .put("target", outcome.key().name())
          .put("status", outcome.status().label())
          .put("reason", outcome.reason())
          .put("at", outcome.at().toString());
    }
    return actions;
  }

  private static int severity(Level level) {
    return switch (level) {
      case INFORMATIONAL -> 1;
      case LOW -> 2;
      case MEDIUM -> 3;
      case HIGH -> 4;
      case CRITICAL -> 5;
    };
  }

  /** New, in progress, or resolved. */
  private static int status(IncidentState state) {
    return switch (state) {
      case OPEN -> 1;
      case CONTAINED -> 4;
      default -> 2;
    };
  }
}
