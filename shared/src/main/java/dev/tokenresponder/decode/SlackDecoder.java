package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Slack's audit logs (Slack, "Audit Logs API": "Audit logs actions", "Anomaly events"). Only
 * Enterprise organizations have them.
 */
final class SlackDecoder implements RecordDecoder {
  private static final Map<String, Activity> MEANINGS =
      Map.ofEntries(
          Map.entry("app_installed", Activity.GRANT),
          Map.entry("app_approved", Activity.WIDEN),
          Map.entry("app_scopes_expanded", Activity.WIDEN),
          Map.entry("app_resources_added", Activity.WIDEN),
          Map.entry("app_resources_granted", Activity.WIDEN),
          Map.entry("app_token_preserved", Activity.CHANGE),
          Map.entry("app_rotated_token", Activity.ISSUE),
          Map.entry("app_restricted", Activity.REVOKE),
          Map.entry("app_uninstalled", Activity.REVOKE),
          Map.entry("app_removed_from_whitelist", Activity.REVOKE),
          Map.entry("bot_token_upgraded", Activity.WIDEN),
          Map.entry("user_login", Activity.SIGN_IN),
          Map.entry("user_login_failed", Activity.SIGN_IN),
          Map.entry("user_session_invalidated", Activity.REVOKE),
          Map.entry("user_session_reset_by_admin", Activity.REVOKE),
          Map.entry("role_change_to_owner", Activity.GRANT),
          Map.entry("role_change_to_admin", Activity.GRANT),
          Map.entry("owner_transferred", Activity.GRANT),
          Map.entry("idp_configuration_added", Activity.CREATE),
          Map.entry("idp_configuration_deleted", Activity.CHANGE),
          Map.entry("idp_prod_configuration_updated", Activity.CHANGE),
          Map.entry("pref.sso_setting_changed", Activity.CHANGE),
          Map.entry("pref.two_factor_auth_changed", Activity.CHANGE),
          Map.entry("anomaly", Activity.FINDING));

  @Override
  public String source() {
    return "slack.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.path("action").isTextual() && body.has("date_create") && body.has("actor");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String action = record.required("action");
    Part context = record.at("context");
    String place = context.at("location").text("id");
    EventBuilder event =
        new EventBuilder(source(), raw, record.text("id"), time(record), action)
            .activity(MEANINGS.getOrDefault(action, Activity.USE))
            .account(place)
            .actor(actor(record.at("actor")))
            .error(action.equals("user_login_failed") ? action : null)
            .from(context.text("ip_address"), null)
            .userAgent(context.clipped("ua"));
    event.credential(CredentialKind.SESSION, session(context));
    app(event, record.at("entity").at("app"), record.at("details"));
    if (action.equals("app_installed") || action.equals("app_scopes_expanded")) {
      event.issued(
          CredentialKind.OAUTH_GRANT, record.at("entity").at("app").text("id"), event.actor());
    }
    JsonNode user = record.at("entity").node().path("user");
    if (user.isObject()) {
      event.target(user(record.at("entity").at("user")));
    }
    if (action.startsWith("idp_") || action.startsWith("pref.sso")) {
      event.target(new Principal(PrincipalType.IDENTITY_PROVIDER, null, place, place, null));
    }
    if (action.startsWith("role_change_to_") || action.equals("owner_transferred")) {
      event.grant(Grant.ofRoles(false, Set.of(), true, Set.of(action), Set.of()));
    }
    return List.of(event.build());
  }

  /** Seconds since 1970. */
  private static Instant time(Part record) {
    JsonNode seconds = record.node().path("date_create");
    if (!seconds.isIntegralNumber()) {
      throw new MalformedRecordException("'date_create' must be a number");
    }
    return Instant.ofEpochSecond(Math.max(0, Math.min(seconds.longValue(), 253_402_300_799L)));
  }

  private static @Nullable String session(Part context) {
    JsonNode id = context.node().path("session_id");
    return id.isIntegralNumber() || id.isTextual() && !id.textValue().isEmpty()
        ? id.asText()
        : null;
  }

  private static Principal actor(Part actor) {
    Part user = actor.at("user");
    if (user.isThere()) {
      return user(user);
    }
    Part app = actor.at("app");
    return app.isThere()
        ? new Principal(PrincipalType.APPLICATION, app.text("id"), app.text("name"), null, null)
        : new Principal(PrincipalType.UNKNOWN, null, null, null, null);
  }

  private static Principal user(Part user) {
    String email = user.text("email");
    return new Principal(
        PrincipalType.USER,
        user.text("id"),
        email == null ? user.text("name") : email,
        email == null ? null : GooglePrincipals.domain(email),
        null);
  }

  private static void app(EventBuilder event, Part app, Part details) {
    String id = app.text("id");
    if (id == null) {
      return;
    }
    event.app(id, app.text("name"));
    JsonNode approved = app.node().path("is_directory_approved");
    event.verified(approved.isBoolean() ? approved.booleanValue() : null);
    List<String> scopes = texts(details.node().path("new_scopes"));
    event.scopes(scopes.isEmpty() ? texts(app.node().path("scopes")) : scopes);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list) {
      if (element.isTextual()) {
        texts.add(element.textValue());
      }
    }
    return texts;
  }
}
