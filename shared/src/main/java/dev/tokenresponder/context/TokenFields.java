package dev.tokenresponder.context;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.TokenEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that rules with {@code logsource: {category: token}} read: one flat map per event. */
public final class TokenFields {
  /** Every field of the taxonomy; a rule that names another one does not load. */
  public static final Set<String> NAMES =
      Set.of(
          "event.id",
          "event.time",
          "event.source",
          "event.name",
          "event.outcome",
          "event.error",
          "event.account",
          "activity",
          "actor.type",
          "actor.id",
          "actor.name",
          "actor.account",
          "credential.kind",
          "credential.id",
          "credential.key_id",
          "credential.workload",
          "credential.parent",
          "credential.issued",
          "credential.issued_kind",
          "target.type",
          "target.id",
          "target.name",
          "target.account",
          "grant.everyone",
          "grant.accounts",
          "grant.administrator",
          "grant.policy",
          "client.app_id",
          "client.app_name",
          "client.user_agent",
          "client.scopes",
          "network.ip",
          "network.service",
          "network.private_endpoint",
          "context.network_trusted",
          "context.actor_trusted",
          "context.grant_trusted",
          "context.target_is_actor",
          "context.app_approved");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private TokenFields() {}

  /** The fields of an event; absent ones are left out, values are strings, booleans or lists. */
  public static Map<String, Object> of(TokenEvent event, Facts facts) {
    TokenFields fields = new TokenFields();
    fields.event(event);
    fields.principal("actor", event.actor(), event.actor().id());
    fields.credential(event);
    Principal target = event.target();
    if (target != null) {
      String id = target.resource() == null ? target.name() : target.resource();
      fields.principal("target", target, id);
    }
    fields.grant(event.grant());
    fields.surroundings(event);
    fields.facts(facts);
    return fields.fields;
  }

  private void event(TokenEvent event) {
    put("event.id", event.id());
    put("event.time", event.time().toString());
    put("event.source", event.source());
    put("event.name", event.name());
    put("event.outcome", event.outcome().label());
    put("event.error", event.error());
    put("event.account", event.account());
    put("activity", event.activity().label());
  }

  private void principal(String prefix, Principal principal, @Nullable String id) {
    put(prefix + ".type", principal.type().label());
    put(prefix + ".id", id);
    put(prefix + ".name", principal.name());
    put(prefix + ".account", principal.account());
  }

  private void credential(TokenEvent event) {
    Credential used = event.credential();
    if (used != null) {
      put("credential.kind", used.ref().kind().label());
      put("credential.id", used.ref().id());
      put("credential.key_id", used.accessKeyId());
      put("credential.workload", used.workload());
    }
    put("credential.parent", event.parent() == null ? null : event.parent().id());
    Credential issued = event.issued();
    if (issued != null) {
      put("credential.issued", issued.ref().id());
      put("credential.issued_kind", issued.ref().kind().label());
    }
  }

  private void grant(@Nullable Grant grant) {
    if (grant != null) {
      put("grant.everyone", grant.everyone());
      put("grant.accounts", grant.accounts());
      put("grant.administrator", grant.administrator());
      put("grant.policy", grant.policy());
    }
  }

  private void surroundings(TokenEvent event) {
    put("client.app_id", event.client().appId());
    put("client.app_name", event.client().appName());
    put("client.user_agent", event.client().userAgent());
    put("client.scopes", event.client().scopes());
    put("network.ip", event.network().ip());
    put("network.service", event.network().service());
    put("network.private_endpoint", event.network().privateEndpoint());
  }

  private void facts(Facts facts) {
    put("context.network_trusted", facts.networkTrusted());
    put("context.actor_trusted", facts.actorTrusted());
    put("context.grant_trusted", facts.grantTrusted());
    put("context.target_is_actor", facts.targetIsActor());
    put("context.app_approved", facts.appApproved());
  }

  private void put(String name, @Nullable Object value) {
    if (value != null && !(value instanceof Collection<?> values && values.isEmpty())) {
      fields.put(name, value);
    }
  }
}
