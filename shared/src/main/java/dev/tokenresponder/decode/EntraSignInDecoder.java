package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ins to Entra of people, service principals and managed identities: as Microsoft Graph gives
 * them, and in {@code properties} of the records that diagnostic settings write (Microsoft Graph
 * REST reference, "signIn resource type"; Azure Monitor, "SigninLogs",
 * "AADNonInteractiveUserSignInLogs", "AADServicePrincipalSignInLogs",
 * "AADManagedIdentitySignInLogs"). A secret or certificate brings forth a token of the application,
 * which goes by the object id of the service principal: the tokens of an application are not told
 * apart where it acts ("directoryAudit resource type").
 */
final class EntraSignInDecoder implements RecordDecoder {

  @Override
  public String source() {
    return "entra.signin";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    JsonNode inner = body.has("properties") ? body.path("properties") : body;
    boolean category = body.path("category").asText().endsWith("SignInLogs");
    return category
        || inner.has("createdDateTime")
            && inner.has("appId")
            && (inner.has("userId") || inner.has("servicePrincipalId"));
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part outer = Part.of(raw.body());
    Part inner = outer.at("properties");
    Part signIn = inner.isThere() ? inner : outer;
    Instant time = signIn.time("createdDateTime");
    String ip = signIn.text("ipAddress");
    String country = signIn.at("location").text("countryOrRegion");
    EventBuilder event =
        new EventBuilder(
                source(),
                raw,
                id(outer, signIn),
                time == null ? outer.requiredTime("time") : time,
                name(outer, signIn))
            .activity(Activity.SIGN_IN)
            .account(Guids.folded(outer.text("tenantId")))
            .error(error(outer, signIn))
            .from(ip == null ? outer.text("callerIpAddress") : ip, country)
            .userAgent(signIn.clipped("userAgent"))
            .app(signIn.text("appId"), signIn.text("appDisplayName"))
            .protocol(protocol(signIn))
            .risk(risk(signIn));
    actor(event, signIn, Guids.folded(outer.text("tenantId")));
    String resource = signIn.text("resourceId");
    if (resource != null) {
      event.target(
          new Principal(
              PrincipalType.RESOURCE, resource, signIn.text("resourceDisplayName"), null, null));
    }
    return List.of(event.build());
  }

  private static @Nullable String id(Part outer, Part signIn) {
    String id = signIn.text("id");
    return id == null ? outer.text("correlationId") : id;
  }

  private static String name(Part outer, Part signIn) {
    String category = outer.text("category");
    if (category != null) {
      return category;
    }
    if (signIn.text("servicePrincipalId") != null && signIn.text("userId") == null) {
      return "ServicePrincipalSignInLogs";
    }
    return signIn.node().path("isInteractive").asBoolean(true)
        ? "SignInLogs"
        : "NonInteractiveUserSignInLogs";
  }

  private static @Nullable String error(Part outer, Part signIn) {
    JsonNode code = signIn.at("status").node().path("errorCode");
    String text =
        code.isMissingNode() ? outer.node().path("resultType").asText("0") : code.asText();
    return text.equals("0") || text.isEmpty() ? null : text;
  }

  /** As the taxonomy spells them; tokens that came from a device code remember it. */
  private static @Nullable String protocol(Part signIn) {
    String protocol = signIn.text("authenticationProtocol");
    if ("deviceCodeFlow".equals(signIn.text("originalTransferMethod"))) {
      return "device-code";
    }
    if (protocol == null || protocol.equals("none")) {
      return null;
    }
    return protocol.equals("deviceCode") ? "device-code" : protocol;
  }

  private static @Nullable String risk(Part signIn) {
    String level = signIn.text("riskLevelDuringSignIn");
    String state = signIn.text("riskState");
    boolean settled =
        "remediated".equals(state) || "confirmedSafe".equals(state) || "dismissed".equals(state);
    boolean none = level == null || level.equals("none") || level.equals("hidden") || settled;
    return none ? null : level;
  }

  private static void actor(EventBuilder event, Part signIn, @Nullable String tenant) {
    String user = signIn.text("userId");
    String principal = signIn.text("servicePrincipalId");
    String name = signIn.text("userPrincipalName");
    if (user != null || name != null) {
      event.actor(
          new Principal(
              PrincipalType.USER,
              user,
              name,
              name == null ? null : GooglePrincipals.domain(name),
              null));
      event.credential(CredentialKind.SESSION, signIn.text("sessionId"));
    } else if (principal != null) {
      String called = signIn.text("servicePrincipalName");
      event.actor(new Principal(PrincipalType.APPLICATION, principal, called, null, null));
      String secret = Guids.folded(signIn.text("servicePrincipalCredentialKeyId"));
      event.credential(CredentialKind.APP_SECRET, secret == null ? principal : secret);
      event.issued(
          CredentialKind.SERVICE_ACCOUNT_TOKEN,
          Guids.folded(principal),
          new Principal(PrincipalType.APPLICATION, principal, called, tenant, null));
    }
  }
}
