package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.connectors.saas.StandIn;
import java.util.List;
import java.util.Map;

/** A tenant of Entra, with an application that two people let in. */
public final class EntraStandIn implements StandIn {
  private final EntraTenantDouble tenant = EntraTenantDouble.permittedFor("remove-app-grants");

  @Override
  public String name() {
    return "entra";
  }

  @Override
  public String sample() {
    return "m365.audit/consent-to-application.json";
  }

  @Override
  public Map<String, String> environment() {
    return tenant.environment();
  }

  @Override
  public List<String> state() {
    return tenant.entra.grants.values().stream().map(EntraStandIn::line).sorted().toList();
  }

  private static String line(ObjectNode grant) {
    return "application "
        + grant.path("clientId").asText()
        + " may '"
        + grant.path("scope").asText().strip()
        + "' for "
        + grant.path("principalId").asText();
  }

  @Override
  public boolean comesBack() {
    return true;
  }

  @Override
  public void close() {
    tenant.close();
  }
}
