package dev.tokenresponder.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.incident.FamilyTree;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.Timeline;
import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Incidents as they are kept. The numbers of actions stay what they are. */
public final class IncidentWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;
  private final boolean text;
  private final boolean colour;

  /** Writes for people when {@code text}, else one JSON object per incident and line. */
  public IncidentWriter(PrintStream out, boolean text, boolean colour) {
    this.out = out;
    this.text = text;
    this.colour = colour;
  }

  /** One line. */
  public void line(Incident incident) {
    if (!text) {
      out.println(json(incident));
      return;
    }
    out.printf(
        "%s  %s  %s %-11s  %s  %d findings, %d actions%n",
        incident.id(),
        incident.openedAt(),
        level(incident),
        incident.state().label(),
        Safe.text(incident.principal()),
        incident.sightings().size(),
        incident.actions().size());
  }

  /** All there is to know. */
  public void whole(Incident incident) {
    if (!text) {
      ObjectNode json = json(incident);
      ArrayNode findings = json.putArray("sightings");
      incident.sightings().forEach(sighting -> findings.add(json(sighting)));
      ArrayNode actions = json.putArray("actions");
      int number = 1;
      for (ActionOutcome outcome : incident.actions()) {
        ObjectNode action = actions.addObject();
        action.put("number", number++);
        action.setAll(json(outcome));
      }
      ArrayNode family = json.putArray("family");
      FamilyTree.of(incident).members().forEach(member -> family.add(json(member)));
      ArrayNode timeline = json.putArray("timeline");
      Timeline.of(incident).entries().forEach(entry -> timeline.add(json(entry)));
      out.println(json);
      return;
    }
    line(incident);
    out.printf("  subject  %s%n", Safe.text(incident.subject()));
    if (incident.account() != null) {
      out.printf("  account  %s%n", Safe.text(incident.account()));
    }
    if (!incident.family().isEmpty()) {
      FamilyTree.of(incident).members().forEach(this::member);
    }
    incident.sightings().forEach(this::finding);
    int number = 1;
    for (ActionOutcome outcome : incident.actions()) {
      out.printf("  action   %d, ended %s%n", number++, outcome.at());
      new TextResponses(out, colour).outcome(outcome);
    }
    Timeline.of(incident).entries().forEach(this::entry);
  }

  private void member(FamilyTree.Member member) {
    out.printf(
        "  %-8s %s%s: %s%s%n",
        "family",
        "  ".repeat(member.depth()),
        Safe.text(member.credential()),
        member.state().label(),
        member.subject() ? ", in question" : "");
  }

  private void entry(Timeline.Entry entry) {
    String status = entry.status() == null ? "" : entry.status().label() + " ";
    out.printf(
        "  %-8s %s %-6s %s%n",
        "timeline", entry.at(), entry.kind().label(), Safe.text(status + entry.what()));
  }

  private void finding(Sighting sighting) {
    String from = sighting.ip() == null ? "" : " from " + sighting.ip();
    out.printf(
        "  finding  %s %s %s (%s)%n",
        sighting.time(),
        Style.of(sighting.level()).paint(sighting.level().label(), colour),
        Safe.text(sighting.title()),
        Safe.text(sighting.source() + " " + sighting.eventName() + from));
  }

  private String level(Incident incident) {
    return Style.of(incident.level()).paint("%-13s".formatted(incident.level().label()), colour);
  }

  private static ObjectNode json(Incident incident) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("incident", incident.id());
    line.put("opened_at", incident.openedAt().toString());
    line.put("state", incident.state().label());
    line.put("level", incident.level().label());
    line.put("subject", incident.subject());
    line.put("principal", incident.principal());
    line.put("account", incident.account());
    line.put("findings", incident.sightings().size());
    return line;
  }

  private static ObjectNode json(FamilyTree.Member member) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("credential", member.credential());
    line.put("principal", member.principal());
    line.put("account", member.account());
    line.put("parent", member.parent());
    line.put("issued_at", text(member.issuedAt()));
    line.put("subject", member.subject());
    line.put("state", member.state().label());
    return line;
  }

  private static ObjectNode json(Timeline.Entry entry) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("at", entry.at().toString());
    line.put("kind", entry.kind().label());
    line.put("what", entry.what());
    line.put("detail", entry.detail());
    line.put("status", entry.status() == null ? null : entry.status().label());
    return line;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static ObjectNode json(Sighting sighting) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("event_id", sighting.eventId());
    line.put("time", sighting.time().toString());
    line.put("seen_at", text(sighting.seenAt()));
    line.put("source", sighting.source());
    line.put("event", sighting.eventName());
    line.put("source_ip", sighting.ip());
    line.put("rule", sighting.ruleId());
    line.put("title", sighting.title());
    line.put("level", sighting.level().label());
    return line;
  }

  private static ObjectNode json(ActionOutcome outcome) {
    ObjectNode line = NdjsonResponses.json(outcome);
    line.remove("incident");
    line.put("at", outcome.at().toString());
    return line;
  }
}
