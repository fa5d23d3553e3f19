package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Locale;

/** People as exemptions know them. */
final class People {

  private People() {}

  static Principal principal(String address) {
    String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return new Principal(PrincipalType.USER, address, address, domain, null);
  }
}
