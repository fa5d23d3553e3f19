package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Directory audits of Entra: as Microsoft Graph gives them, and in {@code properties} of the
 * records that diagnostic settings write (Microsoft Graph REST reference, "directoryAudit resource
 * type"; Azure Monitor, "AuditLogs"). Of an application they tell who it is ("appIdentity resource
 * type"), not by which secret it signed in; of a person the session, as yet in the beta of Graph
 * ("linkableIdentifiers resource type").
 */
final class EntraAuditDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "entra.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    JsonNode inner = body.has("properties") ? body.path("properties") : body;
    return inner.has("activityDisplayName")
            && (inner.has("initiatedBy") || inner.has("targetResources"))
        || "AuditLogs".equals(body.path("category").asText());
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part outer = Part.of(raw.body());
    boolean wrapped = outer.at("properties").isThere();
    Part audit = wrapped ? outer.at("properties") : outer;
    String name = audit.text("activityDisplayName");
    if (name == null) {
      name =
          audit.text("operationName") == null
              ? outer.required("operationName")
              : audit.required("operationName");
    }
    Instant time = audit.time("activityDateTime");
    EventBuilder event =
        new EventBuilder(
                source(),
                raw,
                id(outer, audit),
                time == null ? outer.requiredTime("time") : time,
                name)
            .account(Guids.folded(outer.text("tenantId")))
            .error(error(audit));
    actor(event, outer, audit.at("initiatedBy"));
    activity(name, audit).tell(event);
    return List.of(event.build());
  }

  private static @Nullable String id(Part outer, Part audit) {
    String id = audit.text("id");
    String correlation = audit.text("correlationId");
    return id != null ? id : correlation == null ? outer.text("correlationId") : correlation;
  }

  private static @Nullable String error(Part audit) {
    String result = audit.text("result");
    if (result == null || result.equalsIgnoreCase("success")) {
      return null;
    }
    String reason = audit.text("resultReason");
    return reason == null ? result : reason;
  }

  private static void actor(EventBuilder event, Part outer, Part initiated) {
    Part user = initiated.at("user");
    Part app = initiated.at("app");
    if (user.isThere()) {
      String name = user.text("userPrincipalName");
      event.actor(
          new Principal(
              PrincipalType.USER,
              user.text("id"),
              name,
              name == null ? null : GooglePrincipals.domain(name),
              null));
      event.credential(
          CredentialKind.SESSION, initiated.at("linkableIdentifiers").text("sessionId"));
      String ip = user.text("ipAddress");
      event.from(ip == null ? outer.text("callerIpAddress") : ip, null);
    } else if (app.isThere()) {
      String id = app.text("servicePrincipalId");
      event.actor(
          new Principal(
              PrincipalType.APPLICATION,
              id == null ? app.text("appId") : id,
              app.text("displayName"),
              null,
              null));
      event.credential(CredentialKind.SERVICE_ACCOUNT_TOKEN, Guids.folded(id));
      event.from(outer.text("callerIpAddress"), null);
    } else {
      event.from(outer.text("callerIpAddress"), null);
    }
  }

  /** The first target is what was changed; later ones say for whom. */
  private static EntraActivity activity(String name, Part audit) {
    List<Part> targets = audit.list("targetResources");
    Map<String, String> changed = new HashMap<>();
    Map<String, String> former = new HashMap<>();
    for (Part target : targets) {
      EntraActivity.collect(target, "modifiedProperties", "displayName", "newValue", changed);
      EntraActivity.collect(target, "modifiedProperties", "displayName", "oldValue", former);
    }
    if (targets.isEmpty()) {
      return new EntraActivity(name, changed, former, null, null, null, null);
    }
    Part first = targets.get(0);
    String person = first.text("userPrincipalName");
    return new EntraActivity(
        name,
        changed,
        former,
        first.text("id"),
        person == null ? first.text("displayName") : person,
        first.text("type"),
        "Application".equals(first.text("type")) ? detail(audit, "AppId") : null);
  }

  private static @Nullable String detail(Part audit, String key) {
    for (Part detail : audit.list("additionalDetails")) {
      if (key.equals(detail.text("key"))) {
        return detail.text("value");
      }
    }
    return null;
  }
}
