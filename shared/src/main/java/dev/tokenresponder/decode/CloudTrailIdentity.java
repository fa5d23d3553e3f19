package dev.tokenresponder.decode;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.StorePerson;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who called, by CloudTrail's {@code userIdentity} (CloudTrail User Guide, "CloudTrail userIdentity
 * element"). Only {@code type} is sure to be there, and {@code accessKeyId} may be an empty string.
 */
record CloudTrailIdentity(Principal actor, @Nullable Credential credential) {

  static CloudTrailIdentity of(Part identity, boolean serviceEvent) {
    String type = identity.text("type");
    if (type == null) {
      if (serviceEvent || identity.text("invokedBy") != null) {
        return service(identity);
      }
      throw new MalformedRecordException("'" + identity.path() + ".type' is missing");
    }
    return switch (type) {
      case "Root" -> root(identity);
      case "IAMUser" -> user(identity);
      case "AssumedRole", "Role" -> roleSession(identity);
      case "FederatedUser" -> federatedUser(identity);
      case "AWSAccount" -> plain(PrincipalType.ACCOUNT, identity);
      case "AWSService" -> service(identity);
      case "SAMLUser", "WebIdentityUser", "Directory" -> plain(PrincipalType.USER, identity);
      case "IdentityCenterUser" -> identityCenterUser(identity);
      case "Unknown" -> plain(PrincipalType.UNKNOWN, identity);
      default ->
          throw new MalformedRecordException(
              "'" + identity.path() + ".type' is none that CloudTrail documents");
    };
  }

  private static CloudTrailIdentity root(Part identity) {
    String account = identity.text("accountId");
    Principal root =
        new Principal(
            PrincipalType.ROOT,
            identity.text("principalId"),
            "root",
            account,
            "arn:aws:iam::" + account + ":root");
    return new CloudTrailIdentity(
        root, AwsIds.key(identity.text("accessKeyId"), root, issuedAt(identity)));
  }

  private static CloudTrailIdentity user(Part identity) {
    String arn = identity.text("arn");
    String name = identity.text("userName");
    String fromArn = Arn.parse(arn).map(Arn::lastName).orElse(null);
    Principal user =
        new Principal(
            PrincipalType.USER,
            identity.text("principalId"),
            name == null ? fromArn : name,
            identity.text("accountId"),
            arn);
    return new CloudTrailIdentity(
        user, AwsIds.key(identity.text("accessKeyId"), user, issuedAt(identity)));
  }

  private static CloudTrailIdentity roleSession(Part identity) {
    Part issuer = identity.at("sessionContext").at("sessionIssuer");
    Optional<Arn> arn = Arn.parse(identity.text("arn"));
    String id = identity.text("principalId");
    String account = identity.text("accountId");
    String name = issuer.text("userName");
    if (name == null) {
      name = arn.map(Arn::firstName).orElse(null);
    }
    String resource = issuer.text("arn");
    if (resource == null && arn.isPresent() && name != null) {
      resource = roleArn(arn.get().partition(), arn.get().account(), name);
    }
    Principal session = new Principal(PrincipalType.ROLE_SESSION, id, name, account, resource);
    if (id == null || id.indexOf(':') < 0) {
      return new CloudTrailIdentity(session, null);
    }
    boolean instance =
        identity.at("sessionContext").text("ec2RoleDelivery") != null
            || AwsIds.isInstance(id.substring(id.indexOf(':') + 1));
    return new CloudTrailIdentity(
        session,
        AwsIds.roleSession(id, identity.text("accessKeyId"), session, issuedAt(identity), instance)
            .madeFor(person(identity)));
  }

  private static @Nullable StorePerson person(Part identity) {
    Part person = identity.at("onBehalfOf");
    String userId = person.text("userId");
    String store = Arn.parse(person.text("identityStoreArn")).map(Arn::lastName).orElse(null);
    return userId == null ? null : new StorePerson(userId, store);
  }

  /** A federated user has no identity of its own: what contains it is the user that made it. */
  private static CloudTrailIdentity federatedUser(Part identity) {
    Part issuer = identity.at("sessionContext").at("sessionIssuer");
    boolean root = "Root".equals(issuer.text("type"));
    Principal maker =
        new Principal(
            root ? PrincipalType.ROOT : PrincipalType.USER,
            issuer.text("principalId"),
            issuer.text("userName"),
            Objects.requireNonNullElse(
                issuer.text("accountId"), Objects.toString(identity.text("accountId"), "")),
            issuer.text("arn"));
    return new CloudTrailIdentity(
        maker, AwsIds.key(identity.text("accessKeyId"), maker, issuedAt(identity)));
  }

  private static CloudTrailIdentity identityCenterUser(Part identity) {
    Principal user =
        new Principal(
            PrincipalType.USER,
            identity.at("onBehalfOf").text("userId"),
            identity.text("userName"),
            identity.text("accountId"),
            null);
    String credentialId = identity.text("credentialId");
    return new CloudTrailIdentity(
        user,
        credentialId == null
            ? null
            : new Credential(
                new CredentialRef(CredentialKind.SESSION, credentialId), null, user, null, null));
  }

  private static CloudTrailIdentity service(Part identity) {
    return new CloudTrailIdentity(
        new Principal(
            PrincipalType.SERVICE,
            identity.text("principalId"),
            identity.text("invokedBy"),
            identity.text("accountId"),
            null),
        null);
  }

  private static CloudTrailIdentity plain(PrincipalType type, Part identity) {
    return new CloudTrailIdentity(
        new Principal(
            type,
            identity.text("principalId"),
            identity.text("userName"),
            identity.text("accountId"),
            identity.text("arn")),
        null);
  }

  private static @Nullable Instant issuedAt(Part identity) {
    return identity.at("sessionContext").at("attributes").time("creationDate");
  }

  static String roleArn(String partition, String account, String name) {
    return "arn:" + partition + ":iam::" + account + ":role/" + name;
  }
}
