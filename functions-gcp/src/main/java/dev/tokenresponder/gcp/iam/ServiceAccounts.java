package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the actions need of IAM's service accounts. Every method throws an {@link
 * dev.tokenresponder.action.ActionException} when IAM cannot be asked or refuses.
 */
public interface ServiceAccounts {

  /**
   * A service account as IAM knows it.
   *
   * @param project the project it belongs to
   * @param uniqueId its number, by which a policy may exempt it
   */
  record Account(String email, String project, String uniqueId, boolean disabled) {

    /** Whom exemptions are checked against. */
    public Principal principal() {
      return new Principal(PrincipalType.SERVICE_ACCOUNT, uniqueId, email, project, null);
    }
  }

  /**
   * A key.
   *
   * @param managed made and turned by Google; it cannot be disabled
   */
  record Key(boolean disabled, boolean managed) {}

  /**
   * An account.
   *
   * @param project where it is; null when that is not known, and then one that is not there counts
   *     as one that the responder may not see
   */
  Optional<Account> account(@Nullable String project, String email);

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
