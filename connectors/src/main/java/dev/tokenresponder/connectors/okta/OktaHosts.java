package dev.tokenresponder.connectors.okta;

import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.saas.Settings;
import java.util.regex.Pattern;

/** Where the organization is. */
final class OktaHosts {
  static final String SYSTEM = "Okta";
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9-]+\\.(okta|oktapreview|okta-emea)\\.com");
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

  private OktaHosts() {}

  /** A host of Okta's, or the one domain that the company has given its organization. */
  static ApiHost of(Settings settings) {
    return settings
        .find("CUSTOM_DOMAIN")
        .map(domain -> ApiHost.of(SYSTEM, domain, NAME))
        .orElseGet(() -> ApiHost.of(SYSTEM, settings.require("HOST"), HOST));
  }
}
