package dev.tokenresponder.connectors.saas;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** People as exemptions know them. */
public final class People {

  private People() {}

  /**
   * A person.
   *
   * @param id by which the system knows them
   * @param address as the system itself gives it
   */
  public static Principal principal(String id, String address) {
    return new Principal(PrincipalType.USER, id, address, domain(address), null);
  }

  /** Whether the person is of the account that the record named; true when it named none. */
  public static boolean isOf(@Nullable String account, Principal person) {
    return account == null || account.equalsIgnoreCase(person.account());
  }

  private static @Nullable String domain(String address) {
    int at = address.lastIndexOf('@');
    return at < 1 ? null : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }
}
