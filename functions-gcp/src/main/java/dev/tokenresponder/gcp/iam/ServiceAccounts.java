package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Optional;

/**
 * What the actions need of IAM's service accounts. Every method throws an {@link
 * dev.tokenresponder.action.ActionException} when IAM cannot be asked or refuses.
 */
public interface ServiceAccounts {

  /**
   * A service account as IAM knows it.
   *
   * @param project the project it belongs to
   */
  record Account(String email, String project, boolean disabled) {

    /** Whom exemptions are checked against. */
    public Principal principal() {
      return new Principal(PrincipalType.SERVICE_ACCOUNT, email, email, project, null);
    }
  }

  /**
   * A key.
   *
   * @param managed made and turned by Google; it cannot be disabled
   */
  record Key(boolean disabled, boolean managed) {}

  /** The account, whichever project it is in. */
  Optional<Account> account(String email);

  /** Disables an account; its tokens and keys are refused from then on. */
  void disable(Account account);

  /** Enables an account; tokens that have not run out work again. */
  void enable(Account account);

  /** A key of an account. */
  Optional<Key> key(Account account, String key);

  /** Disables a key. */
  void disableKey(Account account, String key);

  /** Enables a key. */
  void enableKey(Account account, String key);
}
