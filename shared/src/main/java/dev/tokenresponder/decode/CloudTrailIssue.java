package dev.tokenresponder.decode;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The child credential that a successful call brought forth (IAM User Guide, "Logging IAM and AWS
 * STS API calls with AWS CloudTrail").
 */
final class CloudTrailIssue {

  private CloudTrailIssue() {}

  static @Nullable Credential of(
      Part record, Principal actor, @Nullable Principal target, Instant time) {
    return switch (record.required("eventName")) {
      case "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity" ->
          assumedRole(record, time);
      case "AssumeRoot" -> temporaryKey(record, rootOf(record, actor), time);
      case "GetSessionToken", "GetFederationToken" -> temporaryKey(record, actor, time);
      case "CreateAccessKey" -> accessKey(record, actor, target, time);
      case "CreateLoginProfile" -> password(target, time);
      case "GetRoleCredentials" -> identityCenterSession(record, actor, time);
      default -> null;
    };
  }

  private static @Nullable Credential assumedRole(Part record, Instant time) {
    Part response = record.at("responseElements");
    String id = response.at("assumedRoleUser").text("assumedRoleId");
    Optional<Arn> role = Arn.parse(record.at("requestParameters").text("roleArn"));
    if (id == null || id.indexOf(':') < 0 || role.isEmpty()) {
      return null;
    }
    Principal session =
        new Principal(
            PrincipalType.ROLE_SESSION,
            id,
            role.get().lastName(),
            role.get().account(),
            record.at("requestParameters").text("roleArn"));
    boolean instance = AwsIds.isInstance(id.substring(id.indexOf(':') + 1));
    return AwsIds.roleSession(
        id, response.at("credentials").text("accessKeyId"), session, time, instance);
  }

  private static @Nullable Credential temporaryKey(Part record, Principal holder, Instant time) {
    Part credentials = record.at("responseElements").at("credentials");
    return AwsIds.key(credentials.text("accessKeyId"), holder, time);
  }

  private static Principal rootOf(Part record, Principal actor) {
    String target = record.at("requestParameters").text("targetPrincipal");
    String account = Arn.parse(target).map(Arn::account).orElse(target);
    return new Principal(
        PrincipalType.ROOT,
        account,
        "root",
        account == null ? actor.account() : account,
        "arn:aws:iam::" + account + ":root");
  }

  private static @Nullable Credential accessKey(
      Part record, Principal actor, @Nullable Principal target, Instant time) {
    String id = record.at("responseElements").at("accessKey").text("accessKeyId");
    return AwsIds.key(id, target == null ? actor : target, time);
  }

  private static @Nullable Credential password(@Nullable Principal target, Instant time) {
    if (target == null || target.name() == null) {
      return null;
    }
    CredentialRef ref = new CredentialRef(CredentialKind.PASSWORD, target.display());
    return new Credential(ref, null, target, time, null);
  }

  /**
   * Identity Center logs neither key id nor role id, only which role in which account, and for
   * whom; that triple is the session's name until its first call tells more.
   */
  private static @Nullable Credential identityCenterSession(
      Part record, Principal actor, Instant time) {
    Part details = record.at("serviceEventDetails");
    Part parameters = record.at("requestParameters");
    String account = first(details.text("account_id"), parameters.text("accountId"));
    String role = first(details.text("role_name"), parameters.text("roleName"));
    if (account == null || role == null) {
      return null;
    }
    String person = actor.id() == null ? actor.display() : actor.id();
    Principal session = new Principal(PrincipalType.ROLE_SESSION, person, role, account, null);
    CredentialRef ref =
        new CredentialRef(CredentialKind.SESSION, "sso/" + account + "/" + role + "/" + person);
    return new Credential(ref, null, session, time, null);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
