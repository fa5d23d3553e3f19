package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Azure activity log as diagnostic settings write it (Azure Monitor, "Azure activity log event
 * schema", "Schema from storage account and event hubs"). Shared access signatures and access keys
 * are bearer tokens too.
 */
final class AzureActivityDecoder implements RecordDecoder {
  private static final Pattern SUBSCRIPTION =
      Pattern.compile("/subscriptions/([^/]+)(?:/.*)?", Pattern.CASE_INSENSITIVE);
  private static final String CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

  private static final Map<String, Activity> MEANINGS =
      Map.of(
          "microsoft.compute/disks/begingetaccess/action", Activity.ISSUE,
          "microsoft.compute/snapshots/begingetaccess/action", Activity.ISSUE,
          "microsoft.storage/storageaccounts/listkeys/action", Activity.ISSUE,
          "microsoft.storage/storageaccounts/listaccountsas/action", Activity.ISSUE,
          "microsoft.storage/storageaccounts/listservicesas/action", Activity.ISSUE,
          "microsoft.storage/storageaccounts/regeneratekey/action", Activity.CHANGE,
          "microsoft.authorization/roleassignments/write", Activity.GRANT,
          "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials/write",
              Activity.WIDEN,
          "microsoft.containerservice/managedclusters/listclusteradmincredential/action",
              Activity.ISSUE,
          "microsoft.containerservice/managedclusters/listclusterusercredential/action",
              Activity.ISSUE);

  @Override
  public String source() {
    return "azure.activity";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.path("resourceId").asText().toLowerCase(Locale.ROOT).startsWith("/subscriptions/")
        && body.has("operationName");
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String operation = record.required("operationName");
    String resource = record.required("resourceId");
    Matcher subscription = SUBSCRIPTION.matcher(resource);
    Part claims = record.at("identity").at("claims");
    EventBuilder event =
        new EventBuilder(source(), raw, id(record), record.requiredTime("time"), operation)
            .activity(MEANINGS.getOrDefault(operation.toLowerCase(Locale.ROOT), Activity.USE))
            .account(subscription.matches() ? Guids.folded(subscription.group(1)) : null)
            .actor(actor(claims))
            .app(claims.text("appid"), null)
            .error(error(record))
            .from(record.text("callerIpAddress"), null)
            .target(new Principal(PrincipalType.RESOURCE, null, resource, null, null));
    return List.of(event.build());
  }

  private static @Nullable String id(Part record) {
    String correlation = record.text("correlationId");
    return correlation == null ? null : correlation + " " + record.text("resultType");
  }

  private static @Nullable String error(Part record) {
    String result = record.text("resultType");
    boolean failed = result != null && result.toLowerCase(Locale.ROOT).startsWith("fail");
    return failed ? record.node().path("resultSignature").asText(result) : null;
  }

  private static Principal actor(Part claims) {
    String name = claims.text(CLAIMS + "upn");
    if (name == null) {
      name = claims.text(CLAIMS + "name");
    }
    String object = claims.text("http://schemas.microsoft.com/identity/claims/objectidentifier");
    if (name != null) {
      return new Principal(
          PrincipalType.USER,
          object == null ? name : object,
          name,
          GooglePrincipals.domain(name),
          null);
    }
    String app = claims.text("appid");
    return app == null && object == null
        ? new Principal(PrincipalType.UNKNOWN, null, null, null, null)
        : new Principal(PrincipalType.APPLICATION, object == null ? app : object, app, null, null);
  }
}
