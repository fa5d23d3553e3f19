package dev.tokenresponder.decode;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.BoundObject;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.net.IpAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a record says; what it does not say stays unknown. */
final class EventBuilder {
  private final String source;
  private final RawRecord raw;
  private final String id;
  private final Instant time;
  private final String name;
  private @Nullable String error;
  private Activity activity = Activity.USE;
  private @Nullable String account;
  private @Nullable String cluster;
  private Principal actor = new Principal(PrincipalType.UNKNOWN, null, null, null, null);
  private @Nullable Credential credential;
  private @Nullable CredentialRef parent;
  private @Nullable Credential issued;
  private @Nullable Principal target;
  private @Nullable Grant grant;
  private @Nullable String appId;
  private @Nullable String appName;
  private @Nullable String userAgent;
  private List<String> scopes = List.of();
  private @Nullable Boolean verified;
  private @Nullable String protocol;
  private @Nullable String risk;
  private Network network = Network.UNKNOWN;

  /**
   * @param id null when the record brings none: then it gets one that follows from its content
   */
  EventBuilder(String source, RawRecord raw, @Nullable String id, Instant time, String name) {
    this.source = source;
    this.raw = raw;
    this.id = id == null ? Digest.of(raw.body().toString()) : id;
    this.time = time;
    this.name = name;
  }

  /** The code of what went wrong; null when it worked. */
  EventBuilder error(@Nullable String code) {
    this.error = code;
    return this;
  }

  EventBuilder activity(Activity what) {
    this.activity = what;
    return this;
  }

  /** The account, project, tenant or organization in which it happened. */
  EventBuilder account(@Nullable String where) {
    this.account = where;
    return this;
  }

  @Nullable String account() {
    return account;
  }

  EventBuilder actor(Principal who) {
    this.actor = who;
    return this;
  }

  /** The Kubernetes cluster in which it happened. */
  EventBuilder cluster(@Nullable String where) {
    this.cluster = where;
    return this;
  }

  Principal actor() {
    return actor;
  }

  EventBuilder credential(@Nullable Credential used) {
    this.credential = used;
    return this;
  }

  /** The credential used, speaking for the actor; none without an id. */
  EventBuilder credential(CredentialKind kind, @Nullable String credentialId) {
    return credential(of(kind, credentialId, actor));
  }

  /** The credential used dies with this object. */
  EventBuilder credentialBoundTo(BoundObject object) {
    this.credential = credential == null ? null : credential.boundTo(object);
    return this;
  }

  /** The credential that came out of it dies with this object. */
  EventBuilder issuedBoundTo(BoundObject object) {
    this.issued = issued == null ? null : issued.boundTo(object);
    return this;
  }

  EventBuilder parent(CredentialKind kind, @Nullable String parentId) {
    this.parent = parentId == null || parentId.isBlank() ? null : new CredentialRef(kind, parentId);
    return this;
  }

  /** The credential that came out of it; none without an id, or when it failed. */
  EventBuilder issued(CredentialKind kind, @Nullable String issuedId, Principal holder) {
    this.issued = of(kind, issuedId, holder);
    return this;
  }

  EventBuilder target(@Nullable Principal what) {
    this.target = what;
    return this;
  }

  @Nullable Principal target() {
    return target;
  }

  EventBuilder grant(@Nullable Grant what) {
    this.grant = what;
    return this;
  }

  EventBuilder app(@Nullable String clientId, @Nullable String clientName) {
    this.appId = clientId;
    this.appName = clientName;
    return this;
  }

  EventBuilder userAgent(@Nullable String agent) {
    this.userAgent = agent;
    return this;
  }

  EventBuilder scopes(Collection<String> what) {
    this.scopes = List.copyOf(what);
    return this;
  }

  EventBuilder verified(@Nullable Boolean publisher) {
    this.verified = publisher;
    return this;
  }

  EventBuilder protocol(@Nullable String how) {
    this.protocol = how;
    return this;
  }

  EventBuilder risk(@Nullable String level) {
    this.risk = level;
    return this;
  }

  /** Where from; a text that is no address is passed over, because anybody may have chosen it. */
  EventBuilder from(@Nullable String address, @Nullable String country) {
    boolean literal = address != null && IpAddress.parse(address).isPresent();
    this.network = new Network(literal ? address : null, null, null, false, country);
    return this;
  }

  /** From inside the provider's own network. */
  EventBuilder fromInside(String what) {
    this.network = new Network(null, what, null, false, null);
    return this;
  }

  TokenEvent build() {
    boolean success = error == null;
    return new TokenEvent(
        id,
        time,
        source,
        name,
        success ? Outcome.SUCCESS : Outcome.FAILURE,
        error,
        activity,
        account,
        actor,
        credential,
        parent,
        success ? issued : null,
        target,
        success ? grant : null,
        new Client(appId, appName, userAgent, scopes, verified, protocol, risk),
        network,
        raw.provenance(),
        cluster);
  }

  private static @Nullable Credential of(
      CredentialKind kind, @Nullable String id, Principal holder) {
    return id == null || id.isBlank()
        ? null
        : new Credential(new CredentialRef(kind, id), null, holder, null, null);
  }
}
