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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Google Workspace events as entries of Cloud Logging, one token event for each in {@code
 * protoPayload.metadata.event} (Cloud Logging, "Audit logs for Google Workspace").
 */
final class WorkspaceAuditDecoder implements RecordDecoder {
  private static final Map<String, String> APPLICATIONS =
      Map.of(
          "admin.googleapis.com", "admin",
          "login.googleapis.com", "login",
          "oauth2.googleapis.com", "token",
          "cloudidentity.googleapis.com", "groups_enterprise");

  /** The services by application. */
  static Map<String, String> services() {
    return APPLICATIONS.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  @Override
  public String source() {
    return "workspace.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode payload = record.body().path("protoPayload");
    return payload.path("metadata").has("event")
        && APPLICATIONS.containsKey(payload.path("serviceName").asText());
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part entry = Part.of(raw.body());
    Part payload = entry.at("protoPayload");
    Instant time = entry.requiredTime("timestamp");
    String application = APPLICATIONS.getOrDefault(payload.required("serviceName"), "");
    String email = payload.at("authenticationInfo").text("principalEmail");
    Principal actor =
        email == null
            ? new Principal(PrincipalType.UNKNOWN, null, null, null, null)
            : GooglePrincipals.email(email);
    List<TokenEvent> events = new ArrayList<>();
    for (Part happened : payload.at("metadata").list("event")) {
      String name = happened.required("eventName");
      EventBuilder event =
          new EventBuilder(source(), raw, id(entry, events.size()), time, name)
              .account(GoogleAuditDecoder.account(entry))
              .actor(actor)
              .from(payload.at("requestMetadata").text("callerIp"), null);
      new WorkspaceActivity(application, name, parameters(happened)).tell(event);
      events.add(event.build());
    }
    if (events.isEmpty()) {
      throw new MalformedRecordException("'protoPayload.metadata.event' is empty");
    }
    return events;
  }

  private static @Nullable String id(Part entry, int number) {
    String id = entry.text("insertId");
    return id == null ? null : id + " " + number;
  }

  private static Map<String, List<String>> parameters(Part event) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (Part parameter : event.list("parameter")) {
      String name = parameter.text("name");
      if (name != null) {
        parameters.put(name, WorkspaceReportsDecoder.values(parameter.node()));
      }
    }
    return parameters;
  }
}
