package dev.tokenresponder.context;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event made by hand, in which nothing that can become a habit is missing. */
final class Call {
  private final Instant time;
  private String source = "workspace.reports";
  private Outcome outcome = Outcome.SUCCESS;
  private Activity activity = Activity.GRANT;
  private Provenance provenance = Provenance.VERIFIED;
  private Principal actor = principal(PrincipalType.USER, "alice", "example.com");
  private @Nullable Credential credential;
  private String target = "target-1";
  private @Nullable Grant grant;
  private @Nullable String app = "app-1";
  private @Nullable String agent = "tool/1.2.3";
  private @Nullable String ip = "203.0.113.7";
  private @Nullable String country = "DE";

  private Call(Instant time) {
    this.time = time;
    with(CredentialKind.KEY, "key-1");
  }

  /** A call by a person of example.com, with a key. */
  static Call at(Instant time) {
    return new Call(time);
  }

  static Principal principal(PrincipalType type, @Nullable String name, @Nullable String account) {
    return new Principal(type, null, name, account, null);
  }

  Call source(String other) {
    source = other;
    return this;
  }

  Call outcome(Outcome other) {
    outcome = other;
    return this;
  }

  Call activity(Activity other) {
    activity = other;
    return this;
  }

  Call provenance(Provenance other) {
    provenance = other;
    return this;
  }

  /** Without a credential that the event names. */
  Call by(Principal other) {
    actor = other;
    credential = null;
    return this;
  }

  Call with(CredentialKind kind, String id) {
    credential = new Credential(new CredentialRef(kind, id), null, actor, null, null);
    return this;
  }

  Call target(String other) {
    target = other;
    return this;
  }

  Call grant(Grant other) {
    grant = other;
    return this;
  }

  Call app(@Nullable String other) {
    app = other;
    return this;
  }

  Call agent(@Nullable String other) {
    agent = other;
    return this;
  }

  Call ip(@Nullable String other) {
    ip = other;
    return this;
  }

  Call country(@Nullable String other) {
    country = other;
    return this;
  }

  /** Calls at different times have different ids. */
  TokenEvent event() {
    return new TokenEvent(
        "e-" + time,
        time,
        source,
        "Call",
        outcome,
        null,
        activity,
        "example.com",
        actor,
        credential,
        null,
        null,
        principal(PrincipalType.APPLICATION, target, null),
        grant,
        new Client(app, null, agent, List.of(), null, null, null),
        new Network(ip, null, null, false, country),
        provenance);
  }
}
