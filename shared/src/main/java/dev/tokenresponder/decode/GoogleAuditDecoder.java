package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.decode.GoogleCalls.Call;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Audit Logs: a Cloud Logging {@code LogEntry} whose {@code protoPayload} is an {@code
 * AuditLog} (Cloud Logging, "Understanding audit logs"; REST reference "AuditLog"). GKE's audit
 * entries are among them, with the service {@code k8s.io}.
 */
final class GoogleAuditDecoder implements RecordDecoder {
  private static final Pattern PLACE =
      Pattern.compile("(?:projects|folders|organizations|billingAccounts)/([^/]+)(?:/.*)?");
  private static final String KEY_PREFIX = "//iam.googleapis.com/";

  @Override
  public String source() {
    return "gcp.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode payload = record.body().path("protoPayload");
    return payload.has("methodName") || payload.has("serviceName");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part entry = Part.of(raw.body());
    Part payload = entry.at("protoPayload");
    String method = payload.required("methodName");
    String service = payload.text("serviceName");
    EventBuilder event =
        new EventBuilder(source(), raw, id(entry), entry.requiredTime("timestamp"), method)
            .account(account(entry))
            .error(error(payload));
    actor(event, entry, payload);
    Part request = payload.at("requestMetadata");
    from(event, request.text("callerIp"));
    event.userAgent(request.clipped("callerSuppliedUserAgent"));
    if ("k8s.io".equals(service)) {
      event.cluster(cluster(entry));
      Kubernetes.ofGoogle(payload, method).tell(event);
    } else {
      Call call = GoogleCalls.of(method);
      event.activity(call.activity());
      call.details().read(entry, payload, event);
    }
    return List.of(event.build());
  }

  /** Of one operation there may be several entries; {@code insertId} is unique within a log. */
  private static @Nullable String id(Part entry) {
    return entry.text("insertId");
  }

  static @Nullable String account(Part entry) {
    String project = entry.at("resource").at("labels").text("project_id");
    if (project != null) {
      return project;
    }
    Matcher place = PLACE.matcher(String.valueOf(entry.text("logName")));
    return place.matches() ? place.group(1) : null;
  }

  /** The name of the cluster as GKE spells it, by the labels of {@code k8s_cluster}. */
  private static @Nullable String cluster(Part entry) {
    Part labels = entry.at("resource").at("labels");
    String project = labels.text("project_id");
    String location = labels.text("location");
    String name = labels.text("cluster_name");
    return project == null || location == null || name == null
        ? null
        : "projects/" + project + "/locations/" + location + "/clusters/" + name;
  }

  /** Where all checks were refused it is a failure, even if the entry gives no status. */
  private static @Nullable String error(Part payload) {
    JsonNode code = payload.at("status").node().path("code");
    if (code.isNumber() && code.intValue() != 0) {
      return "code " + code.intValue();
    }
    boolean refused = false;
    for (Part check : payload.list("authorizationInfo")) {
      JsonNode granted = check.node().path("granted");
      if (granted.asBoolean(false)) {
        return null;
      }
      refused |= granted.isBoolean();
    }
    return refused ? "PERMISSION_DENIED" : null;
  }

  private static void actor(EventBuilder event, Part entry, Part payload) {
    Part info = payload.at("authenticationInfo");
    String email = info.text("principalEmail");
    String subject = info.text("principalSubject");
    if (email == null && subject == null) {
      boolean system = String.valueOf(entry.text("logName")).endsWith("%2Fsystem_event");
      event.actor(
          new Principal(
              system ? PrincipalType.SERVICE : PrincipalType.UNKNOWN, null, null, null, null));
      return;
    }
    Principal actor =
        email != null && "k8s.io".equals(payload.text("serviceName"))
            ? Kubernetes.principal(email)
            : GooglePrincipals.of(email, subject);
    event.actor(actor);
    String key = info.text("serviceAccountKeyName");
    if (key != null) {
      event.credential(CredentialKind.KEY, key.replace(KEY_PREFIX, ""));
    } else if (actor.type() == PrincipalType.SERVICE_ACCOUNT) {
      event.credential(CredentialKind.SERVICE_ACCOUNT_TOKEN, actor.id());
    }
    String client = info.at("oauthInfo").text("oauthClientId");
    if (client != null) {
      event.app(client, null);
      if (actor.type() == PrincipalType.USER) {
        event.credential(CredentialKind.OAUTH_GRANT, actor.id() + "/" + client);
      }
    }
    delegation(event, info);
  }

  /** The first of the chain is whose token began it. */
  private static void delegation(EventBuilder event, Part info) {
    List<Part> chain = info.list("serviceAccountDelegationInfo");
    if (!chain.isEmpty()) {
      Part first = chain.get(0);
      String email = first.at("firstPartyPrincipal").text("principalEmail");
      String subject = first.text("principalSubject");
      if (email != null || subject != null) {
        Principal who = GooglePrincipals.of(email, subject);
        event.parent(GooglePrincipals.kind(who), who.id());
      }
    }
  }

  /** Google writes words such as {@code private} for calls from inside its network. */
  private static void from(EventBuilder event, @Nullable String address) {
    if ("private".equals(address) || "gce-internal-ip".equals(address)) {
      event.fromInside(address);
    } else {
      event.from(address, null);
    }
  }
}
