package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's organization and enterprise audit log, from the API or streamed (GitHub Docs, "Audit log
 * events for your organization"; "Identifying audit log events performed by an access token").
 * Tokens appear as digests, {@code hashed_token}.
 */
final class GitHubDecoder implements RecordDecoder {
  private static final Map<String, Activity> MEANINGS =
      Map.ofEntries(
          Map.entry("personal_access_token.access_granted", Activity.GRANT),
          Map.entry("personal_access_token.request_created", Activity.CHANGE),
          Map.entry("personal_access_token.access_revoked", Activity.REVOKE),
          Map.entry("personal_access_token.create", Activity.ISSUE),
          Map.entry("oauth_authorization.create", Activity.GRANT),
          Map.entry("oauth_authorization.destroy", Activity.REVOKE),
          Map.entry("oauth_access.create", Activity.ISSUE),
          Map.entry("oauth_access.destroy", Activity.REVOKE),
          Map.entry("oauth_application.create", Activity.CREATE),
          Map.entry("oauth_application.generate_client_secret", Activity.ISSUE),
          Map.entry("org.oauth_app_access_approved", Activity.GRANT),
          Map.entry("org.oauth_app_access_denied", Activity.REVOKE),
          Map.entry("org.disable_oauth_app_restrictions", Activity.WIDEN),
          Map.entry("org_credential_authorization.grant", Activity.GRANT),
          Map.entry("org_credential_authorization.deauthorize", Activity.REVOKE),
          Map.entry("org_credential_authorization.revoke", Activity.REVOKE),
          Map.entry("integration_installation.create", Activity.GRANT),
          Map.entry("integration_installation.repositories_added", Activity.WIDEN),
          Map.entry("integration_installation.version_updated", Activity.WIDEN),
          Map.entry("integration_installation.destroy", Activity.REVOKE),
          Map.entry("integration_installation.suspend", Activity.REVOKE),
          Map.entry("integration.generate_client_secret", Activity.ISSUE),
          Map.entry("integration.create", Activity.CREATE),
          Map.entry("public_key.create", Activity.ISSUE),
          Map.entry("public_key.delete", Activity.REVOKE),
          Map.entry("repo.access", Activity.CHANGE),
          Map.entry("org.add_member", Activity.CREATE),
          Map.entry("org.update_member", Activity.GRANT),
          Map.entry("org.disable_saml", Activity.CHANGE),
          Map.entry("org.enable_saml", Activity.CHANGE),
          Map.entry("org.update_saml_provider_settings", Activity.CHANGE),
          Map.entry("business.update_saml_provider_settings", Activity.CHANGE),
          Map.entry("org.disable_two_factor_requirement", Activity.CHANGE));

  @Override
  public String source() {
    return "github.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.path("action").isTextual()
        && (body.has("@timestamp") || body.has("created_at"))
        && (body.has("actor") || body.has("org") || body.has("_document_id"));
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String action = record.required("action");
    String app = app(record);
    EventBuilder event =
        new EventBuilder(source(), raw, record.text("_document_id"), time(record), action)
            .activity(MEANINGS.getOrDefault(action, Activity.USE))
            .account(record.text("org") == null ? record.text("business") : record.text("org"))
            .actor(actor(record))
            .from(record.text("actor_ip"), record.at("actor_location").text("country_code"))
            .userAgent(record.clipped("user_agent"))
            .app(app, appName(record))
            .scopes(scopes(record))
            .protocol(protocol(record));
    credential(event, record);
    target(event, record);
    if (event.actor().name() != null) {
      issued(event, record, action);
    }
    if (action.equals("org.update_member")) {
      boolean owner = "admin".equals(record.text("permission"));
      event.grant(Grant.ofRoles(false, Set.of(), owner, roles(record), Set.of()));
    }
    return List.of(event.build());
  }

  private static @Nullable String app(Part record) {
    for (String name :
        new String[] {"oauth_application_id", "application_client_id", "integration_id"}) {
      String id = id(record, name);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** What sort of token was presented, for example {@code personal-access-token-classic}. */
  private static @Nullable String protocol(Part record) {
    String type = record.clipped("programmatic_access_type");
    String label =
        type == null ? "" : type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
    return label.isEmpty() || label.length() > 60 ? null : label.replace(' ', '-');
  }

  private static Set<String> roles(Part record) {
    String permission = record.text("permission");
    return permission == null ? Set.of() : Set.of(permission);
  }

  /** Milliseconds since 1970, under one of two names. */
  private static Instant time(Part record) {
    for (String name : new String[] {"@timestamp", "created_at"}) {
      JsonNode value = record.node().path(name);
      if (value.isIntegralNumber()) {
        return Instant.ofEpochMilli(value.longValue());
      }
      if (value.isTextual()) {
        return Part.time(value.textValue(), name);
      }
    }
    throw new MalformedRecordException("'@timestamp' is missing");
  }

  private static Principal actor(Part record) {
    String login = record.text("actor");
    String id = id(record, "actor_id");
    if (login == null && id == null) {
      return new Principal(PrincipalType.UNKNOWN, null, null, null, null);
    }
    boolean bot =
        record.flag("actor_is_bot")
            || login != null && login.toLowerCase(Locale.ROOT).endsWith("[bot]");
    return new Principal(
        bot ? PrincipalType.APPLICATION : PrincipalType.USER,
        id == null ? login : id,
        login,
        null,
        null);
  }

  private static void credential(EventBuilder event, Part record) {
    String type = record.text("programmatic_access_type");
    String id = id(record, "token_id");
    String token = id == null ? record.text("hashed_token") : id;
    if (token != null) {
      String folded = type == null ? "" : type.toLowerCase(Locale.ROOT);
      boolean granted = folded.contains("oauth") || folded.contains("github app");
      event.credential(granted ? CredentialKind.OAUTH_GRANT : CredentialKind.KEY, token);
    }
  }

  /** Whoever approves a token is not whom it belongs to. */
  private static void issued(EventBuilder event, Part record, String action) {
    String app = app(record);
    String user = record.text("user");
    Principal holder =
        user == null
            ? event.actor()
            : new Principal(PrincipalType.USER, userId(record), user, null, null);
    switch (action) {
      case "oauth_authorization.create" ->
          event.issued(
              CredentialKind.OAUTH_GRANT, app == null ? null : holder.name() + "/" + app, holder);
      case "org.oauth_app_access_approved" ->
          event.issued(CredentialKind.OAUTH_GRANT, app == null ? null : "*/" + app, holder);
      case "personal_access_token.access_granted" ->
          event.issued(CredentialKind.KEY, id(record, "user_programmatic_access_id"), holder);
      case "org_credential_authorization.grant" ->
          event.issued(CredentialKind.KEY, id(record, "managed_token_id"), holder);
      case "public_key.create" ->
          event.issued(CredentialKind.KEY, record.text("fingerprint"), holder);
      default -> {}
    }
  }

  /** Null where there is none, for which some records write 0. */
  private static @Nullable String userId(Part record) {
    String id = id(record, "user_id");
    return "0".equals(id) ? null : id;
  }

  private static void target(EventBuilder event, Part record) {
    String user = record.text("user");
    String repository = record.text("repo");
    if (user != null) {
      event.target(new Principal(PrincipalType.USER, null, user, null, null));
    } else if (repository != null) {
      event.target(new Principal(PrincipalType.RESOURCE, null, repository, null, null));
    }
  }

  private static @Nullable String appName(Part record) {
    for (String name :
        new String[] {"oauth_application_name", "oauth_application", "integration", "name"}) {
      if (record.node().path(name).isTextual()) {
        return record.text(name);
      }
    }
    return null;
  }

  private static List<String> scopes(Part record) {
    String scopes = record.node().path("token_scopes").asText("");
    return scopes.isBlank() ? List.of() : Arrays.asList(scopes.split("[ ,]+"));
  }

  /** Ids are numbers or texts. */
  private static @Nullable String id(Part record, String name) {
    JsonNode value = record.node().path(name);
    return value.isIntegralNumber() || value.isTextual() && !value.textValue().isEmpty()
        ? value.asText()
        : null;
  }
}
