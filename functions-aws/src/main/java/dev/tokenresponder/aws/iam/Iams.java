package dev.tokenresponder.aws.iam;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts that can be acted in. */
public interface Iams {

  /**
   * The IAM of an account; empty when it is not to be acted in from here.
   *
   * @throws dev.tokenresponder.action.ActionException when it is, but cannot be
   */
  Optional<Iam> in(@Nullable String account);

  /** The account that is acted in by itself. */
  String home();

  /** Whether a role of that name, in whatever account, is the one that this responder acts as. */
  boolean isOurs(String roleName);

  /** One account alone. */
  static Iams only(Iam iam) {
    return new Iams() {
      @Override
      public Optional<Iam> in(@Nullable String account) {
        return iam.account().equals(account) ? Optional.of(iam) : Optional.empty();
      }

      @Override
      public String home() {
        return iam.account();
      }

      @Override
      public boolean isOurs(String roleName) {
        return false;
      }
    };
  }
}
