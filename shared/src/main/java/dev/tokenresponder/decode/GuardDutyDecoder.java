package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Amazon GuardDuty findings (GuardDuty User Guide, "Processing GuardDuty findings with Amazon
 * EventBridge" and "GuardDuty finding format"). The credential is in {@code
 * resource.accessKeyDetails}; attack sequences carry it in {@code
 * service.detection.sequence.actors[].user} instead.
 */
final class GuardDutyDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "aws.guardduty";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return "aws.guardduty".equals(record.channelSource())
        || body.has("schemaVersion") && body.has("type") && body.path("service").isObject();
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part finding = Part.of(raw.body());
    String type = finding.required("type");
    String account = account(raw, finding);
    Instant time = time(finding);
    Credential credential = credential(finding, account);
    Principal actor =
        credential == null
            ? new Principal(PrincipalType.UNKNOWN, null, null, account, null)
            : credential.principal();
    return List.of(
        new TokenEvent(
            finding.required("id") + "@" + time,
            time,
            source(),
            type,
            Outcome.SUCCESS,
            null,
            Activity.FINDING,
            account,
            actor,
            credential,
            null,
            null,
            null,
            null,
            Client.agent(null),
            network(finding),
            raw.provenance()));
  }

  private static @Nullable String account(RawRecord raw, Part finding) {
    String account = finding.text("accountId");
    return account == null ? raw.account() : account;
  }

  private static Instant time(Part finding) {
    Instant updated = finding.time("updatedAt");
    return updated == null ? finding.requiredTime("createdAt") : updated;
  }

  private static @Nullable Credential credential(Part finding, @Nullable String account) {
    Part details = finding.at("resource").at("accessKeyDetails");
    if (details.isThere()) {
      return credential(
          account,
          details.text("userType"),
          details.text("userName"),
          details.text("principalId"),
          details.text("accessKeyId"));
    }
    for (Part actor : finding.at("service").at("detection").at("sequence").list("actors")) {
      Part user = actor.at("user");
      if (user.isThere()) {
        return credential(
            account,
            user.text("type"),
            user.text("name"),
            user.text("uid"),
            user.text("credentialUid"));
      }
    }
    return null;
  }

  private static @Nullable Credential credential(
      @Nullable String account,
      @Nullable String userType,
      @Nullable String name,
      @Nullable String principalId,
      @Nullable String accessKeyId) {
    if ("AssumedRole".equals(userType) || "Role".equals(userType)) {
      return roleSession(account, name, principalId, accessKeyId);
    }
    return AwsIds.key(accessKeyId, holder(account, userType, name, principalId), null);
  }

  /** The name of any but an IAM user, a federated user's for one, is chosen by who made it. */
  private static Principal holder(
      @Nullable String account,
      @Nullable String userType,
      @Nullable String name,
      @Nullable String principalId) {
    String arn = "arn:aws:iam::" + account;
    if ("Root".equals(userType)) {
      return new Principal(PrincipalType.ROOT, principalId, "root", account, arn + ":root");
    }
    String resource = "IAMUser".equals(userType) ? arn + ":user/" + name : null;
    return new Principal(PrincipalType.USER, principalId, name, account, resource);
  }

  private static @Nullable Credential roleSession(
      @Nullable String account,
      @Nullable String role,
      @Nullable String principalId,
      @Nullable String accessKeyId) {
    if (role == null || account == null || principalId == null) {
      return null;
    }
    int colon = principalId.indexOf(':');
    if (colon < 0) {
      return null;
    }
    Principal session =
        new Principal(
            PrincipalType.ROLE_SESSION,
            principalId,
            role,
            account,
            CloudTrailIdentity.roleArn("aws", account, role));
    boolean instance = AwsIds.isInstance(principalId.substring(colon + 1));
    return AwsIds.roleSession(principalId, accessKeyId, session, null, instance);
  }

  private static @Nullable String country(Part action) {
    return action.at("remoteIpDetails").at("country").text("countryName");
  }

  private static Network network(Part finding) {
    Part action = finding.at("service").at("action").at("awsApiCallAction");
    String v4 = action.at("remoteIpDetails").text("ipAddressV4");
    String v6 = action.at("remoteIpDetails").text("ipAddressV6");
    return new Network(v4 == null ? v6 : v4, null, null, false, country(action));
  }
}
