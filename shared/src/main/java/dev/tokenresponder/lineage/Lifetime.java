package dev.tokenresponder.lineage;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.TokenEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a credential can live at most. AWS: an hour when a session assumes a role, else 12 (STS
 * API reference, "AssumeRole", {@code DurationSeconds}), 36 for a user's own and federated sessions
 * ("GetSessionToken", "GetFederationToken"). Google Cloud: 12 hours for a token of a service
 * account (IAM Service Account Credentials API, {@code generateAccessToken}, {@code lifetime}).
 */
final class Lifetime {
  /** For what has no end of its own, or none that is known here. */
  private static final Duration KEPT = Duration.ofDays(90);

  private static final Duration CHAINED = Duration.ofHours(1);
  private static final Duration TOKEN = Duration.ofHours(12);
  private static final Duration OF_USER = Duration.ofHours(36);

  private Lifetime() {}

  static Instant of(TokenEvent event, Credential child) {
    return event.time().plus(longest(event, child));
  }

  private static Duration longest(TokenEvent event, Credential child) {
    CredentialKind kind = child.ref().kind();
    if (event.source().startsWith("aws.") && kind == CredentialKind.SESSION) {
      return session(event);
    }
    boolean google =
        event.source().startsWith("gcp.")
            && kind == CredentialKind.SERVICE_ACCOUNT_TOKEN
            && child.ref().id().indexOf('@') > 0;
    return google ? TOKEN : KEPT;
  }

  private static Duration session(TokenEvent event) {
    return switch (event.name()) {
      case "GetSessionToken", "GetFederationToken" -> OF_USER;
      case "AssumeRole" -> {
        Credential used = event.credential();
        boolean chained = used != null && used.ref().kind() == CredentialKind.SESSION;
        yield chained ? CHAINED : TOKEN;
      }
      default -> TOKEN;
    };
  }
}
