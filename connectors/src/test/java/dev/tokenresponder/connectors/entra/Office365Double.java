package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.connectors.saas.HttpDouble;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers like the Office 365 Management Activity API (its reference, "Retrieving content",
 * "Errors"), and like Entra, which it wants a token of.
 */
final class Office365Double extends HttpDouble {
  private static final String TOKEN = "canary-office-token";

  final Map<String, String> contents = new TreeMap<>();
  boolean permitted = true;

  @Override
  protected Reply answer(Call call) {
    if (call.path().equals("/" + EntraDouble.TENANT + "/oauth2/v2.0/token")) {
      return "https://manage.office.com/.default".equals(call.form().get("scope"))
          ? Reply.of(
              200,
              "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + TOKEN + "\"}")
          : error(400);
    }
    if (!call.header("authorization").equals("Bearer " + TOKEN)) {
      return error(401);
    }
    String feed = "/api/v1.0/" + EntraDouble.TENANT + "/activity/feed/audit/";
    if (!permitted || !call.path().startsWith(feed)) {
      return error(403);
    }
    if (!EntraDouble.TENANT.equals(call.query().get("PublisherIdentifier"))) {
      return error(400);
    }
    String content = contents.get(call.path().substring(feed.length()));
    return content == null ? error(404) : Reply.of(200, content);
  }

  @Override
  protected Reply error(int status) {
    return new Reply(
        status,
        "{\"error\":{\"code\":\"AF50000\",\"message\":\"canary-message\"}}",
        Map.of("Retry-After", "0"));
  }
}
