package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.decode.CloudTrailCalls.Call;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Client;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AWS CloudTrail: {@code AwsApiCall}, {@code AwsConsoleSignIn} and {@code AwsServiceEvent} records
 * (CloudTrail User Guide, "CloudTrail record contents for management, data, and network activity
 * events").
 */
final class CloudTrailDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "aws.cloudtrail";
  }

  /** An excerpt with neither time nor identity nor id is no record of anything. */
  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    boolean whole = body.has("userIdentity") || body.has("eventTime") || body.has("eventID");
    return whole && body.has("eventSource") && body.has("eventName")
        || body.has("eventVersion") && body.has("userIdentity");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String eventType = record.text("eventType");
    if ("AwsCloudTrailInsight".equals(eventType)) {
      return List.of();
    }
    String eventSource = record.required("eventSource");
    String eventName = record.required("eventName");
    Instant time = time(raw, record);
    CloudTrailIdentity identity = identity(record, eventType);
    Principal actor = identity.actor();
    Call call = CloudTrailCalls.of(eventSource, eventName);
    String error = error(record);
    boolean success = error == null;
    Principal target = target(record, call, actor, success);
    Credential issued =
        success && call.activity() == Activity.ISSUE
            ? CloudTrailIssue.of(record, actor, target, time)
            : null;
    Grant grant = success && grants(call) ? CloudTrailGrant.of(record) : null;
    return List.of(
        new TokenEvent(
            id(raw, record),
            time,
            source(),
            eventName,
            success ? Outcome.SUCCESS : Outcome.FAILURE,
            error,
            call.activity(),
            account(record, actor),
            actor,
            identity.credential(),
            null,
            issued,
            target,
            grant,
            Client.agent(record.clipped("userAgent")),
            network(record),
            provenance(raw, record)));
  }

  /**
   * An event stands on the bus of the account that received it (CloudTrail User Guide, "CloudTrail
   * record contents", {@code recipientAccountId}); one that says otherwise than its envelope is not
   * as AWS wrote it.
   */
  private static Provenance provenance(RawRecord raw, Part record) {
    String recipient = record.text("recipientAccountId");
    boolean astray = raw.account() != null && recipient != null && !recipient.equals(raw.account());
    return astray ? Provenance.CLAIMED : raw.provenance();
  }

  /** The envelope's time stands in where the record itself has none. */
  private static Instant time(RawRecord raw, Part record) {
    Instant time = record.time("eventTime");
    if (time == null && raw.channelTime() != null) {
      time = Part.time(raw.channelTime(), "time");
    }
    return time == null ? record.requiredTime("eventTime") : time;
  }

  private static CloudTrailIdentity identity(Part record, @Nullable String eventType) {
    Part identity = record.at("userIdentity");
    boolean serviceEvent = "AwsServiceEvent".equals(eventType);
    if (!identity.isThere() && !serviceEvent) {
      throw new MalformedRecordException("'userIdentity' is missing");
    }
    return CloudTrailIdentity.of(identity, serviceEvent);
  }

  private static boolean grants(Call call) {
    return call.activity() == Activity.GRANT || call.activity() == Activity.WIDEN;
  }

  /** A failed console sign-in carries no error code, only its outcome. */
  private static @Nullable String error(Part record) {
    String code = record.text("errorCode");
    if (code != null) {
      return code;
    }
    if ("ConsoleLogin".equals(record.text("eventName"))
        && "Failure".equals(record.at("responseElements").text("ConsoleLogin"))) {
      return "SignInFailed";
    }
    return record.text("errorMessage");
  }

  private static @Nullable Principal target(
      Part record, Call call, Principal actor, boolean success) {
    if (call.parameter() == null) {
      return null;
    }
    Part parameters = record.at("requestParameters");
    String name = parameters.textIgnoreCase(call.parameter());
    if (name == null) {
      if (!call.optional() && success) {
        throw new MalformedRecordException(
            "'requestParameters." + call.parameter() + "' is missing");
      }
      return call.optional() ? self(actor, call.targetType()) : null;
    }
    String account = account(record, actor);
    Optional<Arn> arn = Arn.parse(name);
    String resource = arn.isPresent() ? name : iamArn(call.targetType(), account, name);
    return new Principal(
        call.targetType(),
        null,
        arn.map(Arn::lastName).orElse(name),
        arn.map(Arn::account).orElse(account),
        resource);
  }

  private static Principal self(Principal actor, PrincipalType type) {
    return actor.type() == type || actor.type() == PrincipalType.ROOT
        ? actor
        : new Principal(type, actor.id(), actor.name(), actor.account(), actor.resource());
  }

  private static @Nullable String iamArn(
      PrincipalType type, @Nullable String account, String name) {
    return switch (type) {
      case USER, ROLE -> "arn:aws:iam::" + account + ":" + type.label() + "/" + name;
      case ROOT -> "arn:aws:iam::" + name + ":root";
      case ROLE_SESSION, SERVICE_ACCOUNT, APPLICATION, ANONYMOUS, SERVICE, ACCOUNT -> null;
      case IDENTITY_PROVIDER, RESOURCE, UNKNOWN -> null;
    };
  }

  private static @Nullable String account(Part record, Principal actor) {
    String recipient = record.text("recipientAccountId");
    return recipient == null ? actor.account() : recipient;
  }

  /**
   * The source address is an address, or the DNS name of the service that called, or a phrase. An
   * endpoint counts unless the record says that it is another account's.
   */
  private static Network network(Part record) {
    String address = record.text("sourceIPAddress");
    String owner = record.text("vpcEndpointAccountId");
    boolean foreign = owner != null && !owner.equals(record.text("recipientAccountId"));
    String endpoint = foreign ? null : record.text("vpcEndpointId");
    if (address == null) {
      return new Network(null, null, endpoint, foreign, null);
    }
    boolean literal = IpAddress.parse(address).isPresent();
    return new Network(literal ? address : null, literal ? null : address, endpoint, foreign, null);
  }

  private static String id(RawRecord raw, Part record) {
    String id = record.text("eventID");
    if (id != null) {
      return id;
    }
    return raw.channelId() == null ? Digest.of(raw.body().toString()) : raw.channelId();
  }
}
