package dev.tokenresponder.context;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.TokenEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that rules with {@code logsource: {category: token}} read: one flat map per event. */
public final class TokenFields {
  /** Those that come from what was seen before, and so need time to learn. */
  public static final Set<String> FROM_THE_PAST =
      Set.of(
          "context.first_seen_ip",
          "context.first_seen_network",
          "context.first_seen_country",
          "context.first_seen_agent",
          "context.first_seen_app",
          "context.first_seen_target",
          "context.ip_changed",
          "context.country_changed",
          "context.after_silence");

  /** Every field of the taxonomy; a rule that names another one does not load. */
  public static final Set<String> NAMES =
      with(
          FROM_THE_PAST,
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
          "grant.roles",
          "grant.members",
          "grant.tenant_wide",
          "client.app_id",
          "client.app_name",
          "client.user_agent",
          "client.scopes",
          "client.verified",
          "client.protocol",
          "client.risk",
          "network.ip",
          "network.service",
          "network.private_endpoint",
          "network.country",
          "context.network_trusted",
          "context.actor_trusted",
          "context.grant_trusted",
          "context.target_is_actor",
          "context.app_approved",
          "context.contained",
          "context.scope_offline",
          "context.scope_mail",
          "context.scope_files",
          "context.scope_admin");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private TokenFields() {}

  private static Set<String> with(Set<String> some, String... others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Set.of(others));
    return Set.copyOf(all);
  }

  /** The fields of an event; absent ones are left out, values are strings, booleans or lists. */
  public static Map<String, Object> of(TokenEvent event, Facts facts) {
    TokenFields fields = new TokenFields();
    fields.event(event);
    fields.principal("actor", event.actor(), event.actor().id());
    fields.credential(event);
    Principal target = event.target();
    if (target != null) {
      fields.principal("target", target, id(target));
    }
    fields.grant(event.grant());
    fields.surroundings(event);
    fields.facts(facts);
    return fields.fields;
  }

  /** The full name where there is one, else the provider's id, else the name. */
  private static @Nullable String id(Principal target) {
    if (target.resource() != null) {
      return target.resource();
    }
    return target.id() == null ? target.name() : target.id();
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
      put("grant.roles", grant.roles());
      put("grant.members", grant.members());
      put("grant.tenant_wide", grant.tenantWide());
    }
  }

  private void surroundings(TokenEvent event) {
    put("client.app_id", event.client().appId());
    put("client.app_name", event.client().appName());
    put("client.user_agent", event.client().userAgent());
    put("client.scopes", event.client().scopes());
    put("client.verified", event.client().verified());
    put("client.protocol", event.client().protocol());
    put("client.risk", event.client().risk());
    put("network.ip", event.network().ip());
    put("network.service", event.network().service());
    put("network.private_endpoint", event.network().privateEndpoint());
    put("network.country", event.network().country());
  }

  private void facts(Facts facts) {
    put("context.network_trusted", facts.networkTrusted());
    put("context.actor_trusted", facts.actorTrusted());
    put("context.grant_trusted", facts.grantTrusted());
    put("context.target_is_actor", facts.targetIsActor());
    put("context.app_approved", facts.appApproved());
    put("context.scope_offline", facts.offline());
    put("context.scope_mail", facts.mail());
    put("context.scope_files", facts.files());
    put("context.scope_admin", facts.admin());
    put("context.contained", facts.contained());
    past(facts.past());
  }

  private void past(Past past) {
    put("context.first_seen_ip", past.firstSeenIp());
    put("context.first_seen_network", past.firstSeenNetwork());
    put("context.first_seen_country", past.firstSeenCountry());
    put("context.first_seen_agent", past.firstSeenAgent());
    put("context.first_seen_app", past.firstSeenApp());
    put("context.first_seen_target", past.firstSeenTarget());
    put("context.ip_changed", past.ipChanged());
    put("context.country_changed", past.countryChanged());
    put("context.after_silence", past.afterSilence());
  }

  private void put(String name, @Nullable Object value) {
    if (value != null && !(value instanceof Collection<?> values && values.isEmpty())) {
      fields.put(name, value);
    }
  }
}
