package dev.tokenresponder.policy;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;

/** Events and findings that tests of several packages start from. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-08-10T10:00:05.250Z");
  public static final Instant SEEN = Instant.parse("2026-08-10T10:00:00Z");
  public static final String SESSION_ID = "AROAEXAMPLEROLE123456:i-0abcd1234ef567890";
  public static final Principal APP_SERVER =
      new Principal(
          PrincipalType.ROLE_SESSION,
          SESSION_ID,
          "app-server",
          "111122223333",
          "arn:aws:iam::111122223333:role/app-server");
  public static final Credential SESSION =
      new Credential(
          new CredentialRef(CredentialKind.SESSION, SESSION_ID),
          "ASIAIOSFODNN7EXAMPLE",
          APP_SERVER,
          Instant.parse("2026-08-10T09:00:00Z"),
          "ec2");

  private Samples() {}

  public static Finding finding(Level level, String... response) {
    return new Finding(
        "0b9ef6c8-3a0e-4a33-9d1c-7f0f4b2d8a10",
        "A stolen session",
        level,
        List.of("attack.t1550.001"),
        List.of(response),
        null);
  }

  public static TokenEvent sessionUsed() {
    return event(SESSION, Outcome.SUCCESS, Provenance.VERIFIED);
  }

  public static TokenEvent event(Credential credential, Outcome outcome, Provenance provenance) {
    return new TokenEvent(
        "e-1",
        SEEN,
        "aws.cloudtrail",
        "GetCallerIdentity",
        outcome,
        outcome == Outcome.FAILURE ? "AccessDenied" : null,
        Activity.USE,
        "111122223333",
        credential.principal(),
        credential,
        null,
        null,
        null,
        null,
        Client.agent("curl"),
        new Network("203.0.113.77", null, null, false, null),
        provenance);
  }

  public static Credential userCredential(CredentialKind kind, String id, String user) {
    return new Credential(
        new CredentialRef(kind, id),
        id,
        new Principal(
            PrincipalType.USER,
            "AIDAEXAMPLEUSER123456",
            user,
            "111122223333",
            "arn:aws:iam::111122223333:user/" + user),
        null,
        null);
  }
}
