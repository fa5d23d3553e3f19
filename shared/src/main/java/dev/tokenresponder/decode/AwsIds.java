package dev.tokenresponder.decode;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Principal;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of AWS identifiers: long-term keys are {@code AKIA…}, temporary ones {@code ASIA…}
 * (IAM User Guide, "IAM identifiers", "Unique ID prefixes").
 */
final class AwsIds {
  private static final Pattern KEY = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{12,124}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-fA-F]{8,17}");

  private AwsIds() {}

  static boolean isKey(@Nullable String text) {
    return text != null && KEY.matcher(text).matches();
  }

  static boolean isAccount(@Nullable String text) {
    return text != null && ACCOUNT.matcher(text).matches();
  }

  /** EC2 names the session of an instance profile after the instance. */
  static boolean isInstance(String sessionName) {
    return INSTANCE.matcher(sessionName).matches();
  }

  /** The key as a credential: a session of its own when it is temporary. */
  static @Nullable Credential key(
      @Nullable String accessKeyId, Principal principal, @Nullable Instant issuedAt) {
    if (!isKey(accessKeyId) || accessKeyId == null) {
      return null;
    }
    CredentialKind kind =
        accessKeyId.startsWith("ASIA") ? CredentialKind.SESSION : CredentialKind.KEY;
    return new Credential(
        new CredentialRef(kind, accessKeyId), accessKeyId, principal, issuedAt, null);
  }

  /** The session of a role; {@code id} is {@code AROA…:session-name}. */
  static Credential roleSession(
      String id,
      @Nullable String accessKeyId,
      Principal principal,
      @Nullable Instant issuedAt,
      boolean instance) {
    return new Credential(
        new CredentialRef(CredentialKind.SESSION, id),
        accessKeyId,
        principal,
        issuedAt,
        instance ? "ec2" : null);
  }
}
