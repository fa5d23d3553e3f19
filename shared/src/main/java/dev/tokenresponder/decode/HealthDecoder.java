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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AWS Health events about credentials, {@code AWS_RISK_CREDENTIALS_EXPOSED} before all (AWS Health
 * User Guide, "AWS Health events Amazon EventBridge schema"). The key is an affected entity, at
 * times as {@code IAM_USER/name/AKIA…}; with an organization view the envelope's account is the
 * management account and {@code affectedAccount} the one concerned.
 */
final class HealthDecoder implements RecordDecoder {
  private static final String CREDENTIALS = "AWS_RISK_CREDENTIALS_";

  @Override
  public String source() {
    return "aws.health";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return "aws.health".equals(record.channelSource())
        || body.has("eventTypeCode") && body.has("eventArn");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part event = Part.of(raw.body());
    String code = event.required("eventTypeCode");
    if (!code.startsWith(CREDENTIALS)) {
      return List.of();
    }
    Set<String> keys = keys(event);
    if (keys.isEmpty()) {
      throw new MalformedRecordException("no access key id among 'affectedEntities'");
    }
    List<TokenEvent> events = new ArrayList<>();
    for (String key : keys) {
      events.add(event(raw, event, code, key, keys.size() == 1));
    }
    return events;
  }

  private TokenEvent event(RawRecord raw, Part event, String code, String key, boolean only) {
    Part metadata = event.at("eventMetadata");
    String account = account(raw, event, metadata);
    String name = only ? metadata.text("userName") : null;
    Principal owner =
        new Principal(
            PrincipalType.USER,
            null,
            name,
            account,
            name == null ? null : "arn:aws:iam::" + account + ":user/" + name);
    Credential credential = AwsIds.key(key, owner, null);
    return new TokenEvent(
        event.required("eventArn") + "/" + key,
        time(event),
        source(),
        code,
        Outcome.SUCCESS,
        null,
        Activity.EXPOSE,
        account,
        owner,
        credential,
        null,
        null,
        null,
        null,
        Client.agent(null),
        Network.UNKNOWN,
        raw.provenance());
  }

  private static Set<String> keys(Part event) {
    Set<String> keys = new LinkedHashSet<>();
    for (Part entity : event.list("affectedEntities")) {
      String value = entity.text("entityValue");
      for (String part : value == null ? new String[0] : value.split("/")) {
        if (AwsIds.isKey(part)) {
          keys.add(part);
        }
      }
    }
    String publicKey = event.at("eventMetadata").text("publicKey");
    if (AwsIds.isKey(publicKey) && publicKey != null) {
      keys.add(publicKey);
    }
    return keys;
  }

  private static @Nullable String account(RawRecord raw, Part event, Part metadata) {
    for (String account :
        new String[] {event.text("affectedAccount"), metadata.text("accountId")}) {
      if (AwsIds.isAccount(account)) {
        return account;
      }
    }
    return raw.account();
  }

  private static Instant time(Part event) {
    Instant start = event.time("startTime");
    return start == null ? event.requiredTime("lastUpdatedTime") : start;
  }
}
