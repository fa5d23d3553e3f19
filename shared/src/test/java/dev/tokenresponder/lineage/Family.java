package dev.tokenresponder.lineage;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sessions of roles, and how one is assumed from another. */
public final class Family {
  public static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private Family() {}

  /** A session named after its role. */
  public static Credential session(String role, String account) {
    String id = "AROA" + role.toUpperCase(Locale.ROOT) + "EXAMPLE000000:" + role;
    String arn = "arn:aws:iam::" + account + ":role/" + role;
    return new Credential(
        new CredentialRef(CredentialKind.SESSION, id),
        "ASIA" + role.toUpperCase(Locale.ROOT),
        new Principal(PrincipalType.ROLE_SESSION, id, role, account, arn),
        NOW.minusSeconds(60),
        null);
  }

  public static TokenEvent assumed(Credential parent, Credential child, Instant time) {
    return event("AssumeRole", parent, child, null, time, Outcome.SUCCESS, Provenance.VERIFIED);
  }

  public static TokenEvent used(Credential credential, Instant time) {
    return event("ListUsers", credential, null, null, time, Outcome.SUCCESS, Provenance.VERIFIED);
  }

  public static TokenEvent event(
      String name,
      @Nullable Credential used,
      @Nullable Credential issued,
      @Nullable CredentialRef parent,
      Instant time,
      Outcome outcome,
      Provenance provenance) {
    Principal actor =
        used == null
            ? new Principal(PrincipalType.UNKNOWN, null, null, null, null)
            : used.principal();
    return new TokenEvent(
        "e-" + name + time,
        time,
        "aws.cloudtrail",
        name,
        outcome,
        null,
        issued == null ? Activity.USE : Activity.ISSUE,
        actor.account(),
        actor,
        used,
        parent,
        issued,
        null,
        null,
        Client.agent("test"),
        Network.UNKNOWN,
        provenance);
  }
}
