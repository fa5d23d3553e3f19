package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A shape of our own for the events of any OAuth provider that has no decoder: {@code
 * docs/sources.md} describes it. It is told by {@code "schema": "generic.oauth/1"}.
 */
final class GenericOAuthDecoder implements RecordDecoder {
  private static final String SCHEMA = "generic.oauth/1";

  @Override
  public String source() {
    return "generic.oauth";
  }

  @Override
  public boolean accepts(RawRecord record) {
    return record.body().path("schema").asText().startsWith("generic.oauth/");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    if (!SCHEMA.equals(record.text("schema"))) {
      throw new MalformedRecordException("'schema' must be " + SCHEMA);
    }
    Part client = record.at("client");
    JsonNode verified = client.node().path("verified");
    String name = record.required("event");
    EventBuilder event =
        new EventBuilder(source(), raw, record.text("id"), record.requiredTime("time"), name)
            .activity(activity(record))
            .account(record.text("tenant"))
            .actor(actor(record.at("actor")))
            .error(record.text("error"))
            .from(record.text("ip"), record.text("country"))
            .userAgent(record.clipped("user_agent"))
            .app(client.text("id"), client.text("name"))
            .scopes(scopes(client))
            .verified(verified.isBoolean() ? verified.booleanValue() : null)
            .protocol(record.text("protocol"))
            .risk(record.text("risk"));
    String grant = record.text("grant_id");
    if (event.build().activity() == Activity.GRANT) {
      event.issued(CredentialKind.OAUTH_GRANT, grant, event.actor());
    } else {
      event.credential(CredentialKind.OAUTH_GRANT, grant);
    }
    return List.of(event.build());
  }

  private static Activity activity(Part record) {
    String label = record.required("activity");
    for (Activity activity : Activity.values()) {
      if (activity.label().equals(label)) {
        return activity;
      }
    }
    throw new MalformedRecordException("'activity' is none of the taxonomy's");
  }

  private static Principal actor(Part actor) {
    String id = actor.text("id");
    String name = actor.text("name");
    if (id == null && name == null) {
      return new Principal(PrincipalType.UNKNOWN, null, null, null, null);
    }
    return new Principal(type(actor.text("type")), id, name, account(name), null);
  }

  private static PrincipalType type(@Nullable String label) {
    String folded = label == null ? "user" : label.toLowerCase(Locale.ROOT);
    return folded.equals("application") ? PrincipalType.APPLICATION : PrincipalType.USER;
  }

  private static @Nullable String account(@Nullable String name) {
    return name == null ? null : GooglePrincipals.domain(name);
  }

  private static List<String> scopes(Part client) {
    List<String> scopes = new ArrayList<>();
    JsonNode given = client.node().path("scopes");
    if (given.isTextual()) {
      for (String scope : given.textValue().split("[ ,]+")) {
        if (!scope.isBlank()) {
          scopes.add(scope);
        }
      }
    }
    for (JsonNode scope : given) {
      if (scope.isTextual()) {
        scopes.add(scope.textValue());
      }
    }
    return scopes;
  }
}
