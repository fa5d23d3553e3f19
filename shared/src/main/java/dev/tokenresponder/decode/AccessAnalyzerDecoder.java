package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * External-access findings of IAM Access Analyzer (IAM User Guide, "Monitoring AWS Identity and
 * Access Management Access Analyzer with Amazon EventBridge"). They name a resource and who outside
 * can reach it; no credential. Findings of other kinds, and those that only report an error, do not
 * say {@code isPublic} and are not about access from outside. They arrive within about an hour.
 */
final class AccessAnalyzerDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "aws.access-analyzer";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return "aws.access-analyzer".equals(record.channelSource())
        || body.has("analyzedAt") && body.has("resourceType");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part finding = Part.of(raw.body());
    boolean external = !raw.body().has("error") && !raw.body().has("findingDetails");
    if (!raw.body().has("isPublic") && !external) {
      return List.of();
    }
    String resource = finding.required("resource");
    String account = finding.text("accountId");
    Arn arn = Arn.parse(resource).orElseThrow(() -> notAnArn("resource"));
    Instant updated = finding.time("updatedAt");
    Principal owner =
        new Principal(PrincipalType.RESOURCE, null, arn.lastName(), account, resource);
    return List.of(
        new TokenEvent(
            finding.required("id"),
            updated == null ? finding.requiredTime("createdAt") : updated,
            source(),
            finding.required("resourceType"),
            Outcome.SUCCESS,
            null,
            Activity.WIDEN,
            account,
            new Principal(PrincipalType.UNKNOWN, null, null, account, null),
            null,
            null,
            null,
            owner,
            Grant.byPolicy(finding.flag("isPublic"), accounts(finding, account), false, null),
            Client.agent(null),
            Network.UNKNOWN,
            raw.provenance()));
  }

  private static Set<String> accounts(Part finding, @Nullable String own) {
    Set<String> accounts = new TreeSet<>();
    String principal = finding.at("principal").text("AWS");
    String account = Arn.parse(principal).map(Arn::account).orElse(principal);
    if (AwsIds.isAccount(account) && account != null && !account.equals(own)) {
      accounts.add(account);
    }
    return accounts;
  }

  private static MalformedRecordException notAnArn(String path) {
    return new MalformedRecordException("'" + path + "' is not an ARN");
  }
}
