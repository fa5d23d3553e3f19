package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.BoundObject;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes audit events, {@code audit.k8s.io/v1} (Kubernetes, "Auditing"). EKS puts them into
 * CloudWatch Logs, AKS into {@code properties.log} of its diagnostic records. A service-account
 * token's own id is in the extra field {@code authentication.kubernetes.io/credential-id}, that of
 * one handed out in the annotation {@code authentication.kubernetes.io/issued-credential-id}
 * (Kubernetes, "Managing Service Accounts").
 */
final class KubernetesDecoder implements RecordDecoder {
  private static final String EXTRA = "authentication.kubernetes.io/";
  private static final String LEGACY = "authentication.k8s.io/legacy-token-";

  @Override
  public String source() {
    return "kubernetes.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.path("apiVersion").asText().startsWith("audit.k8s.io/")
        || body.has("verb") && body.has("user") && "Event".equals(body.path("kind").asText());
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    if ("RequestReceived".equals(record.text("stage"))) {
      return List.of();
    }
    String verb = record.required("verb");
    Part object = record.at("objectRef");
    Kubernetes request =
        new Kubernetes(
            verb,
            object.text("resource"),
            object.text("subresource"),
            object.text("namespace"),
            object.text("name"),
            object(record, "requestObject"),
            object(record, "responseObject"));
    EventBuilder event =
        new EventBuilder(source(), raw, id(record), time(raw, record), name(verb, object))
            .account(raw.account())
            .cluster(raw.cluster())
            .error(error(record))
            .from(address(record), null)
            .userAgent(record.clipped("userAgent"));
    actor(event, record);
    request.tell(event);
    issued(event, record, request);
    impersonated(event, record, request);
    return List.of(event.build());
  }

  private static Instant time(RawRecord raw, Part record) {
    Instant time = record.time("requestReceivedTimestamp");
    Instant other = time == null ? record.time("stageTimestamp") : time;
    if (other == null && raw.channelTime() != null) {
      return Part.time(raw.channelTime(), "time");
    }
    return other == null ? record.requiredTime("requestReceivedTimestamp") : other;
  }

  /** For example {@code create serviceaccounts/token}. */
  private static String name(String verb, Part object) {
    String resource = object.text("resource");
    String part = object.text("subresource");
    String what = resource == null ? "" : " " + resource;
    return verb + what + (part == null ? "" : "/" + part);
  }

  private static @Nullable String error(Part record) {
    Part status = record.at("responseStatus");
    int code = status.node().path("code").asInt(0);
    if (code < 400) {
      return null;
    }
    String reason = status.text("reason");
    return reason == null ? "code " + code : reason;
  }

  /** The last is who connected; what stands before it the client may have written itself. */
  private static @Nullable String address(Part record) {
    JsonNode addresses = record.node().path("sourceIPs");
    JsonNode last = addresses.path(addresses.size() - 1);
    return last.isTextual() ? last.textValue() : null;
  }

  /** The client may choose the audit id, so the time has to help. */
  private static @Nullable String id(Part record) {
    String id = record.text("auditID");
    return id == null ? null : id + "@" + record.text("requestReceivedTimestamp");
  }

  /** A patch may be a list of changes, which say nothing by themselves. */
  private static Part object(Part record, String name) {
    return record.node().path(name).isArray()
        ? new Part(MissingNode.getInstance(), name)
        : record.at(name);
  }

  /** A request that was refused for its token names nobody; on EKS an IAM key may stand behind. */
  private static void actor(EventBuilder event, Part record) {
    Part user = record.at("user");
    String name = user.text("username");
    if (name == null) {
      return;
    }
    Principal actor = Kubernetes.principal(name);
    event.actor(actor);
    if (actor.type() == PrincipalType.SERVICE_ACCOUNT) {
      String token = extra(user, "credential-id");
      event.credential(CredentialKind.SERVICE_ACCOUNT_TOKEN, token == null ? name : token);
      bound(event, actor, user, record.at("annotations"));
    } else {
      event.credential(AwsIds.key(first(user.at("extra"), "accessKeyId"), actor, null));
    }
  }

  /**
   * A pod's token brings the pod along; of a token that is kept in a secret the annotation names
   * the secret, which is in the namespace of the account (since release 1.29).
   */
  private static void bound(EventBuilder event, Principal actor, Part user, Part annotations) {
    String namespace = Kubernetes.namespace(actor);
    String pod = extra(user, "pod-name");
    String manual = annotations.text(LEGACY + "manual-secret");
    String secret = manual == null ? annotations.text(LEGACY + "autogenerated-secret") : manual;
    if (namespace != null && pod != null) {
      event.credentialBoundTo(new BoundObject("Pod", namespace, pod, extra(user, "pod-uid")));
    } else if (namespace != null && secret != null) {
      event.credentialBoundTo(new BoundObject("Secret", namespace, secret, null));
    }
  }

  private static @Nullable String extra(Part user, String name) {
    return first(user.at("extra"), EXTRA + name);
  }

  private static @Nullable String first(Part extra, String name) {
    JsonNode value = extra.node().path(name).path(0);
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }

  private static void issued(EventBuilder event, Part record, Kubernetes request) {
    String id = record.at("annotations").text(EXTRA + "issued-credential-id");
    Principal target = event.target();
    if (id != null && target != null) {
      event.issued(CredentialKind.SERVICE_ACCOUNT_TOKEN, id, target);
      BoundObject object = request.boundObject();
      if (object != null) {
        event.issuedBoundTo(object);
      }
    }
  }

  /** Acting as somebody else is as good as having their token, unless it got a token. */
  private static void impersonated(EventBuilder event, Part record, Kubernetes request) {
    String name = record.at("impersonatedUser").text("username");
    if (name != null && !request.isTokenRequest()) {
      Principal who = Kubernetes.principal(name);
      event.activity(Activity.ISSUE).target(who);
      event.issued(GooglePrincipals.kind(who), name, who);
    }
  }
}
