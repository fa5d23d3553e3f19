package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;

/** Whoever installed an application, and may be exempt. */
final class Installer {

  private Installer() {}

  /**
   * The person as Slack names them, by id alone when Slack has nobody like that any more; nobody
   * when the request names nobody.
   */
  static List<Principal> of(ActionRequest request, Slack slack) {
    String id = request.arguments().get(Arguments.USER_ID);
    return id == null
        ? List.of()
        : List.of(
            slack
                .person(id)
                .map(Slack.Person::principal)
                .orElseGet(() -> new Principal(PrincipalType.USER, id, null, null, null)));
  }
}
