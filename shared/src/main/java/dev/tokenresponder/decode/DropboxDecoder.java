package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Team events of Dropbox (Dropbox for HTTP Developers, Business endpoints, {@code
 * team_log/get_events}). What kind a value is, its key {@code .tag} says.
 */
final class DropboxDecoder implements RecordDecoder {
  private static final String TAG = ".tag";
  private static final Map<String, Activity> MEANINGS =
      Map.of(
          "app_link_team", Activity.GRANT,
          "app_link_user", Activity.GRANT,
          "app_unlink_team", Activity.REVOKE,
          "app_unlink_user", Activity.REVOKE,
          "app_blocked_by_permissions", Activity.USE,
          "app_permissions_changed", Activity.WIDEN,
          "login_success", Activity.SIGN_IN,
          "login_fail", Activity.SIGN_IN,
          "sign_in_as_session_start", Activity.ISSUE,
          "sso_change_policy", Activity.CHANGE);

  @Override
  public String source() {
    return "dropbox.events";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.path("event_type").has(TAG) && body.has("timestamp");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String type = record.at("event_type").required(TAG);
    Part place = record.at("origin").at("geo_location");
    Part app = record.at("details").at("app_info");
    EventBuilder event =
        new EventBuilder(source(), raw, null, record.requiredTime("timestamp"), type)
            .activity(MEANINGS.getOrDefault(type, Activity.USE))
            .actor(actor(record.at("actor")))
            .error(type.equals("login_fail") ? type : null)
            .from(place.text("ip_address"), place.text("country"))
            .app(app.text("app_id"), app.text("display_name"));
    String id = app.text("app_id");
    String person = event.actor().id();
    if (id != null && person != null) {
      String holder = type.endsWith("_team") ? "*" : person;
      if (type.startsWith("app_link_")) {
        event.issued(CredentialKind.OAUTH_GRANT, holder + "/" + id, event.actor());
      } else {
        event.credential(CredentialKind.OAUTH_GRANT, holder + "/" + id);
      }
    }
    return List.of(event.build());
  }

  private static Principal actor(Part actor) {
    for (String kind : new String[] {"user", "admin", "app", "reseller"}) {
      Part who = actor.at(kind);
      if (who.isThere()) {
        return kind.equals("app")
            ? new Principal(
                PrincipalType.APPLICATION, who.text("app_id"), who.text("display_name"), null, null)
            : person(who);
      }
    }
    return new Principal(PrincipalType.UNKNOWN, null, null, null, null);
  }

  private static Principal person(Part who) {
    String email = who.text("email");
    String member = who.text("team_member_id");
    return new Principal(
        PrincipalType.USER,
        first(member, who.text("account_id"), email),
        email == null ? who.text("display_name") : email,
        email == null ? null : GooglePrincipals.domain(email),
        null);
  }

  private static @Nullable String first(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
