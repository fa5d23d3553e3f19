package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.aws.iam.Iam.User;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;

/** The user that a request is about, as IAM itself names it. */
final class UserTarget {

  private UserTarget() {}

  /**
   * Looks a user up by name and makes sure that it is still the one of the record.
   *
   * @throws ActionException as permanent when there is none, or it was made anew under the name
   */
  static Principal find(Iam iam, ActionRequest request, String name) {
    User user =
        iam.user(name)
            .orElseThrow(
                () ->
                    ActionException.permanent(
                        "there is no user " + name + " in account " + iam.account()));
    String recorded = request.arguments().get(Arguments.USER_ID);
    if (recorded != null && !recorded.equals(user.id())) {
      throw ActionException.permanent(
          "user " + name + " is not the one the credential belongs to: it was made anew since");
    }
    return new Principal(PrincipalType.USER, user.id(), name, iam.account(), user.arn());
  }

  /**
   * The user who holds a key.
   *
   * @throws ActionException as permanent when nobody does, or another one than the record names
   */
  static String holder(Iam iam, ActionRequest request, String key) {
    String named = request.arguments().get(Arguments.USER);
    if (named != null && iam.keyIsActive(named, key).isPresent()) {
      return named;
    }
    String actual =
        iam.userOfKey(key)
            .orElseThrow(
                () ->
                    ActionException.permanent(
                        "no user of account " + iam.account() + " has key " + key));
    if (named != null && !named.equals(actual)) {
      throw ActionException.permanent(
          "key "
              + key
              + " belongs to user "
              + actual
              + ", not to "
              + named
              + " as the record says");
    }
    return actual;
  }
}
