package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Okta's System Log (Okta Developer, "System Log", LogEvent object; "Event Types"). Log streaming
 * puts the same events on an EventBridge partner bus.
 */
final class OktaDecoder implements RecordDecoder {
  private static final Map<String, Activity> MEANINGS =
      Map.ofEntries(
          Map.entry("user.session.start", Activity.SIGN_IN),
          Map.entry("user.authentication.sso", Activity.USE),
          Map.entry("user.authentication.auth_via_IDP", Activity.SIGN_IN),
          Map.entry("user.session.clear", Activity.REVOKE),
          Map.entry("user.session.end", Activity.REVOKE),
          Map.entry("user.session.impersonation.initiate", Activity.ISSUE),
          Map.entry("user.session.impersonation.grant", Activity.WIDEN),
          Map.entry("system.api_token.create", Activity.ISSUE),
          Map.entry("system.api_token.revoke", Activity.REVOKE),
          Map.entry("system.idp.lifecycle.create", Activity.CREATE),
          Map.entry("system.idp.lifecycle.update", Activity.CHANGE),
          Map.entry("system.idp.lifecycle.activate", Activity.CHANGE),
          Map.entry("system.idp.lifecycle.deactivate", Activity.CHANGE),
          Map.entry("system.idp.lifecycle.delete", Activity.REVOKE),
          Map.entry("app.oauth2.as.consent.grant", Activity.GRANT),
          Map.entry("app.oauth2.consent.grant", Activity.GRANT),
          Map.entry("app.oauth2.as.consent.revoke", Activity.REVOKE),
          Map.entry("app.oauth2.as.token.grant.access_token", Activity.ISSUE),
          Map.entry("app.oauth2.as.token.grant.refresh_token", Activity.ISSUE),
          Map.entry("app.oauth2.token.grant.access_token", Activity.ISSUE),
          Map.entry("app.oauth2.token.grant.refresh_token", Activity.ISSUE),
          Map.entry("app.oauth2.as.token.detect_reuse", Activity.FINDING),
          Map.entry("app.oauth2.token.detect_reuse", Activity.FINDING),
          Map.entry("app.oauth2.as.token.revoke", Activity.REVOKE),
          Map.entry("app.oauth2.client.lifecycle.create", Activity.CREATE),
          Map.entry("app.oauth2.admin.consent.grant", Activity.GRANT),
          Map.entry("app.oauth2.client.privilege.grant", Activity.GRANT),
          Map.entry("app.oauth2.token.revoke", Activity.REVOKE),
          Map.entry("app.oauth2.credentials.lifecycle.create", Activity.ISSUE),
          Map.entry("application.lifecycle.create", Activity.CREATE),
          Map.entry("application.lifecycle.update", Activity.CHANGE),
          Map.entry("user.account.privilege.grant", Activity.GRANT),
          Map.entry("group.privilege.grant", Activity.GRANT),
          Map.entry("iam.resourceset.bindings.add", Activity.GRANT),
          Map.entry("user.mfa.factor.activate", Activity.CHANGE),
          Map.entry("user.mfa.factor.deactivate", Activity.CHANGE),
          Map.entry("user.mfa.factor.reset_all", Activity.CHANGE),
          Map.entry("user.account.reset_password", Activity.CHANGE),
          Map.entry("application.user_membership.show_password", Activity.USE),
          Map.entry("security.threat.detected", Activity.FINDING),
          Map.entry("user.risk.detect", Activity.FINDING),
          Map.entry("policy.evaluate_sign_on", Activity.USE));

  @Override
  public String source() {
    return "okta.system";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.path("eventType").isTextual() && body.has("published") && body.has("actor");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String type = record.required("eventType");
    Part client = record.at("client");
    EventBuilder event =
        new EventBuilder(source(), raw, record.text("uuid"), record.requiredTime("published"), type)
            .activity(MEANINGS.getOrDefault(type, Activity.USE))
            .actor(actor(record.at("actor")))
            .error(error(record.at("outcome")))
            .from(client.text("ipAddress"), client.at("geographicalContext").text("country"))
            .userAgent(client.at("userAgent").clipped("rawUserAgent"))
            .risk(risk(record));
    credential(event, record);
    JsonNode debug = record.node().path("debugContext").path("debugData");
    event.scopes(
        words(debug.path("grantedScopes").asText(debug.path("requestedScopes").asText(""))));
    targets(event, record.list("target"));
    if (type.startsWith("system.idp.lifecycle.")) {
      provider(event, record.list("target"));
    }
    if (event.target() == null && debug.path("clientId").isTextual()) {
      event.app(debug.path("clientId").textValue(), null);
    }
    if (type.endsWith("privilege.grant")) {
      String role = debug.path("privilegeGranted").asText("");
      boolean full = role.toLowerCase(Locale.ROOT).contains("super");
      Set<String> roles = role.isEmpty() ? Set.of() : Set.of(first(role));
      event.grant(Grant.ofRoles(false, Set.of(), full, roles, Set.of()));
    }
    return List.of(event.build());
  }

  private static String first(String list) {
    int comma = list.indexOf(',');
    return (comma < 0 ? list : list.substring(0, comma)).strip();
  }

  private static @Nullable String error(Part outcome) {
    String result = outcome.text("result");
    boolean failed = "FAILURE".equals(result) || "DENY".equals(result);
    String reason = outcome.text("reason");
    return failed ? reason == null ? result : reason : null;
  }

  private static Principal actor(Part actor) {
    String id = actor.text("id");
    String type = String.valueOf(actor.text("type"));
    String name = actor.text("alternateId");
    if (id == null && name == null) {
      return new Principal(PrincipalType.UNKNOWN, null, null, null, null);
    }
    PrincipalType kind =
        switch (type) {
          case "User" -> PrincipalType.USER;
          case "PublicClientApp", "ServiceClient", "AppInstance", "OAuthClient" ->
              PrincipalType.APPLICATION;
          case "SystemPrincipal" -> PrincipalType.SERVICE;
          default -> PrincipalType.UNKNOWN;
        };
    return new Principal(
        kind,
        id == null ? name : id,
        name,
        name == null ? null : GooglePrincipals.domain(name),
        null);
  }

  /** The API token that made the request, else the browser session. */
  private static void credential(EventBuilder event, Part record) {
    String token = record.at("transaction").at("detail").text("requestApiTokenId");
    if (token != null) {
      event.credential(CredentialKind.KEY, token);
    } else {
      String session = record.at("authenticationContext").text("externalSessionId");
      event.credential(CredentialKind.SESSION, "unknown".equals(session) ? null : session);
    }
  }

  private static void targets(EventBuilder event, List<Part> targets) {
    List<String> scopes = new ArrayList<>();
    for (Part target : targets) {
      String type = String.valueOf(target.text("type"));
      String id = target.text("id");
      String name = target.text("alternateId");
      if (name == null || name.equals("unknown")) {
        name = target.text("displayName");
      }
      switch (type) {
        case "User" -> event.target(user(id, name));
        case "AppUser" -> {
          if (event.target() == null) {
            event.target(user(id, name));
          }
        }
        case "AppInstance", "PublicClientApp", "ServiceClient", "OAuthClient" -> {
          event.app(id, target.text("displayName"));
        }
        case "ConsentGrant" -> {
          String client = target.at("detailEntry").text("publicclientapp");
          scopes.add(String.valueOf(target.text("displayName")));
          event.app(client, null);
          event.issued(
              CredentialKind.OAUTH_GRANT,
              client == null ? null : event.actor().id() + "/" + client,
              event.actor());
        }
        case "Token", "APIToken" -> {
          event.issued(CredentialKind.KEY, id, event.actor());
        }
        default -> {}
      }
    }
    if (!scopes.isEmpty()) {
      event.scopes(scopes);
    }
  }

  private static void provider(EventBuilder event, List<Part> targets) {
    String id = targets.isEmpty() ? null : targets.get(0).text("id");
    String name = targets.isEmpty() ? null : targets.get(0).text("displayName");
    event.target(new Principal(PrincipalType.IDENTITY_PROVIDER, id, name, null, null));
  }

  private static Principal user(@Nullable String id, @Nullable String name) {
    String domain = name == null ? null : GooglePrincipals.domain(name);
    return new Principal(PrincipalType.USER, id, name, domain, null);
  }

  private static @Nullable String risk(Part record) {
    JsonNode debug = record.node().path("debugContext").path("debugData");
    String text = debug.path("risk").asText(debug.path("logOnlySecurityData").asText(""));
    String folded = text.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    for (String level : new String[] {"high", "medium", "low"}) {
      if (folded.contains("level=" + level) || folded.contains("risk:{level:" + level)) {
        return level;
      }
    }
    return null;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : new ArrayList<>(Arrays.asList(text.strip().split("[ ,]+")));
  }
}
