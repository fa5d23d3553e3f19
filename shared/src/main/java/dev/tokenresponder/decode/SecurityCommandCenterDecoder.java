package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Findings of Security Command Center, as notifications on Pub/Sub (Security Command Center,
 * "Finding notifications"; REST reference "Finding", {@code access}).
 */
final class SecurityCommandCenterDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "gcp.scc";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode finding = record.body().path("finding");
    return finding.has("category") && (finding.has("state") || finding.has("parent"));
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part finding = Part.of(raw.body()).at("finding");
    Instant time = finding.requiredTime("eventTime");
    Part access = finding.at("access");
    String email = access.text("principalEmail");
    String subject = access.text("principalSubject");
    EventBuilder event =
        new EventBuilder(source(), raw, id(finding, time), time, finding.required("category"))
            .activity(isOpen(finding) ? Activity.FINDING : Activity.CHANGE)
            .account(project(Part.of(raw.body()).at("resource"), finding))
            .risk(lower(finding.text("severity")))
            .from(access.text("callerIp"), access.at("callerIpGeo").text("regionCode"))
            .userAgent(access.clipped("userAgent"));
    Principal who =
        email == null && subject == null
            ? new Principal(PrincipalType.UNKNOWN, null, null, null, null)
            : GooglePrincipals.of(email, subject);
    event.actor(who);
    String key = access.text("serviceAccountKeyName");
    if (key != null) {
      event.credential(CredentialKind.KEY, key.replace("//iam.googleapis.com/", ""));
    } else if (who.type() == PrincipalType.SERVICE_ACCOUNT) {
      event.credential(CredentialKind.SERVICE_ACCOUNT_TOKEN, who.id());
    }
    String resource = finding.text("resourceName");
    if (resource != null) {
      event.target(new Principal(PrincipalType.RESOURCE, null, resource, null, null));
    }
    return List.of(event.build());
  }

  /** What somebody has closed or muted is no news. */
  private static boolean isOpen(Part finding) {
    return !"INACTIVE".equals(finding.text("state")) && !"MUTED".equals(finding.text("mute"));
  }

  private static @Nullable String id(Part finding, Instant time) {
    String name = finding.text("name");
    return name == null ? null : name + "@" + time;
  }

  private static @Nullable String project(Part resource, Part finding) {
    String older = resource.text("projectDisplayName");
    String project = older == null ? resource.at("gcpMetadata").text("projectDisplayName") : older;
    if (project != null) {
      return project;
    }
    String name = String.valueOf(finding.text("resourceName"));
    int at = name.indexOf("/projects/");
    if (at < 0) {
      return null;
    }
    String rest = name.substring(at + "/projects/".length());
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
