package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import dev.tokenresponder.respond.JsonLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches content of the Office 365 Management Activity API (its reference, "Retrieving content").
 * Permission: {@code ActivityFeed.Read} of the Office 365 Management APIs, as application.
 */
final class Office365Content {
  static final String HOST = "manage.office.com";
  private static final Pattern URI =
      Pattern.compile(
          "https://manage\\.office\\.com"
              + "(/api/v1\\.0/([0-9a-f-]{36})/activity/feed/audit/[A-Za-z0-9$_-]{1,512})",
          Pattern.CASE_INSENSITIVE);

  private final EntraApi client;
  private final EntraTenant tenant;

  Office365Content(EntraApi client, EntraTenant tenant) {
    this.client = client;
    this.tenant = tenant;
  }

  /**
   * The path of content of the configured tenant; empty for anything else.
   *
   * @param uri untrusted
   */
  Optional<String> path(String uri) {
    Matcher matcher = URI.matcher(uri);
    return matcher.matches() && matcher.group(2).equalsIgnoreCase(tenant.id())
        ? Optional.of(matcher.group(1) + "?PublisherIdentifier=" + tenant.id())
        : Optional.empty();
  }

  /**
   * The records in it; none when it is gone.
   *
   * @throws ActionException when it cannot be had now, or not with these permissions
   */
  List<String> fetch(String path) {
    ApiResponse response =
        client.call(ApiRequest.get("fetch content of Office 365", path).accepting(400, 404, 410));
    if (response.status() / 100 != 2) {
      JsonLog.info("content of Office 365 is gone", "answer", response.toString());
      return List.of();
    }
    if (!response.body().isArray()) {
      throw ActionException.retryable("Office 365 answered without a list", null);
    }
    List<String> records = new ArrayList<>();
    for (JsonNode record : response.body()) {
      if (tenant.id().equalsIgnoreCase(record.path("OrganizationId").asText())) {
        records.add(record.toString());
      }
    }
    return records;
  }
}
