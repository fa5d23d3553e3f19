package dev.tokenresponder.connectors.dropbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.connectors.saas.HttpDouble;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers like Dropbox for a team application (Dropbox for HTTP Developers, Business endpoints:
 * {@code team/members/get_info_v2}, {@code team/linked_apps/list_member_linked_apps}, {@code
 * team/linked_apps/revoke_linked_app}; "Errors by status code"; OAuth guide, {@code
 * /oauth2/token}). Not confirmed: that an application which is not linked gives {@code
 * app_not_found}.
 */
final class DropboxDouble extends HttpDouble {
  static final String KEY = "example-key";
  static final String SECRET = "canary-app-secret";
  static final String REFRESH = "canary-refresh-token";
  static final String ACCESS = "canary-access-token";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Map<String, String> members = new TreeMap<>();
  final Set<String> linked = new TreeSet<>();
  final Set<String> granted = new HashSet<>();
  final Set<String> used = new TreeSet<>();
  boolean forbidden;
  private int tokens;
  private int ended;
  boolean locked;

  DropboxDouble(Set<String> granted) {
    this.granted.addAll(granted);
  }

  @Override
  protected Reply answer(Call call) {
    if (!call.method().equals("POST")) {
      return error(404);
    }
    if (call.path().equals("/oauth2/token")) {
      return token(call);
    }
    boolean current = tokens > ended;
    if (locked || !current || !call.header("authorization").equals("Bearer " + ACCESS + tokens)) {
      return tagged(401, "expired_access_token");
    }
    JsonNode body = body(call);
    if (body == null || !call.header("content-type").equals("application/json")) {
      return Reply.of(400, "\"could not decode input as JSON\"");
    }
    return switch (call.path()) {
      case "/2/team/members/get_info_v2" -> needing("members.read", () -> member(body));
      case "/2/team/linked_apps/list_member_linked_apps" ->
          needing("sessions.list", () -> list(body));
      case "/2/team/linked_apps/revoke_linked_app" ->
          needing("sessions.modify", () -> revoke(body));
      default -> error(404);
    };
  }

  private static JsonNode body(Call call) {
    try {
      return MAPPER.readTree(call.body());
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Ends every access token. */
  synchronized void endTokens() {
    ended = tokens;
  }

  private Reply token(Call call) {
    String basic =
        Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    boolean known =
        call.header("authorization").equals("Basic " + basic)
            && "refresh_token".equals(call.form().get("grant_type"))
            && REFRESH.equals(call.form().get("refresh_token"));
    if (!known) {
      return Reply.of(400, "{\"error\":\"invalid_grant\"}");
    }
    tokens++;
    return Reply.of(
        200,
        "{\"access_token\":\""
            + ACCESS
            + tokens
            + "\",\"token_type\":\"bearer\",\"expires_in\":14400}");
  }

  private interface Doing {
    Reply answer();
  }

  private Reply needing(String scope, Doing doing) {
    if (forbidden) {
      return tagged(403, "invalid_account_type");
    }
    if (!granted.contains(scope)) {
      return tagged(401, "missing_scope");
    }
    used.add(scope);
    return doing.answer();
  }

  private Reply member(JsonNode body) {
    JsonNode selector = body.path("members").path(0);
    if (!selector.path(".tag").asText().equals("team_member_id")) {
      return Reply.of(400, "\"members: bad selector\"");
    }
    String id = selector.path("team_member_id").asText();
    return Reply.of(
        200,
        members.containsKey(id)
            ? "{\"members_info\":[{\".tag\":\"member_info\",\"profile\":{\"team_member_id\":\""
                + id
                + "\",\"email\":\""
                + members.get(id)
                + "\"}}]}"
            : "{\"members_info\":[{\".tag\":\"id_not_found\",\"id_not_found\":\"" + id + "\"}]}");
  }

  private Reply list(JsonNode body) {
    String member = body.path("team_member_id").asText();
    if (!members.containsKey(member)) {
      return tagged(409, "member_not_found");
    }
    String apps =
        linked.stream()
            .filter(link -> link.startsWith(member + "/"))
            .map(link -> link.substring(link.indexOf('/') + 1))
            .map(app -> "{\"app_id\":\"" + app + "\",\"app_name\":\"a\",\"is_app_folder\":false}")
            .collect(Collectors.joining(","));
    return Reply.of(200, "{\"linked_api_apps\":[" + apps + "]}");
  }

  private Reply revoke(JsonNode body) {
    String member = body.path("team_member_id").asText();
    if (!members.containsKey(member)) {
      return tagged(409, "member_not_found");
    }
    return linked.remove(member + "/" + body.path("app_id").asText())
        ? Reply.of(200, "null")
        : tagged(409, "app_not_found");
  }

  private static Reply tagged(int status, String tag) {
    return Reply.of(
        status, "{\"error_summary\":\"" + tag + "/..\",\"error\":{\".tag\":\"" + tag + "\"}}");
  }

  @Override
  protected Reply error(int status) {
    return status == 429
        ? new Reply(
            429,
            "{\"error_summary\":\"too_many_requests/..\",\"error\":{\"reason\":{\".tag\":"
                + "\"too_many_requests\"},\"retry_after\":60}}",
            Map.of("Retry-After", "60"))
        : Reply.of(status, "");
  }
}
