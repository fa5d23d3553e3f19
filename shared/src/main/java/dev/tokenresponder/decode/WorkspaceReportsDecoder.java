package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google Workspace activities as the Reports API gives them, one token event for each of their
 * events (Admin SDK REST reference, "Activities", {@code admin#reports#activity}).
 */
final class WorkspaceReportsDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "workspace.reports";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return "admin#reports#activity".equals(body.path("kind").asText())
        || body.path("id").has("applicationName") && body.has("events");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    Part id = record.at("id");
    Instant time = id.requiredTime("time");
    String application = id.required("applicationName");
    List<TokenEvent> events = new ArrayList<>();
    for (Part happened : record.list("events")) {
      String name = happened.required("name");
      EventBuilder event =
          new EventBuilder(source(), raw, id(id, events.size()), time, name)
              .account(id.text("customerId"))
              .actor(actor(record.at("actor")))
              .from(record.text("ipAddress"), record.at("networkInfo").text("regionCode"));
      new WorkspaceActivity(application, name, parameters(happened)).tell(event);
      events.add(event.build());
    }
    if (events.isEmpty()) {
      throw new MalformedRecordException("'events' is missing or empty");
    }
    return events;
  }

  private static @Nullable String id(Part id, int number) {
    String qualifier = id.text("uniqueQualifier");
    return qualifier == null ? null : id.text("time") + " " + qualifier + " " + number;
  }

  private static Principal actor(Part actor) {
    String email = actor.text("email");
    if (email != null) {
      return GooglePrincipals.email(email);
    }
    String key = actor.text("key");
    String profile = actor.text("profileId");
    return new Principal(
        profile == null ? PrincipalType.UNKNOWN : PrincipalType.USER,
        profile == null ? key : profile,
        null,
        null,
        null);
  }

  private static Map<String, List<String>> parameters(Part event) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (Part parameter : event.list("parameters")) {
      String name = parameter.text("name");
      if (name != null) {
        parameters.put(name, values(parameter.node()));
      }
    }
    return parameters;
  }

  /** A parameter has one of several kinds of value. */
  static List<String> values(JsonNode parameter) {
    List<String> values = new ArrayList<>();
    for (String kind :
        new String[] {
          "value", "intValue", "boolValue", "multiValue", "multiIntValue", "multiStrValue"
        }) {
      JsonNode value = parameter.path(kind);
      if (value.isArray()) {
        value.forEach(element -> values.add(element.asText()));
      } else if (value.isValueNode() && !value.isNull()) {
        values.add(value.asText());
      }
    }
    return values;
  }
}
