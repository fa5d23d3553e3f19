package dev.tokenresponder.connectors.okta;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.saas.People;
import java.util.Optional;
import java.util.function.Function;

/** Whom an action is about, as Okta has them. */
final class OktaPeople {

  private OktaPeople() {}

  /** What can be done to the person; refused when this organization has nobody like that. */
  static Preparation prepare(
      Okta okta, ActionRequest request, Function<Okta.Person, Preparation> then) {
    String id = request.argument(Arguments.USER_ID);
    Optional<Okta.Person> person = okta.user(id);
    if (person.isEmpty()) {
      return new Preparation.Refused(id + " is nobody of this Okta organization");
    }
    if (!People.isOf(request.account(), person.get().principal())) {
      return new Preparation.Refused(
          id + " is not of " + request.account() + " in this Okta organization");
    }
    return then.apply(person.get());
  }
}
