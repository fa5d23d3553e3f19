package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.saas.ReadBack;
import dev.tokenresponder.connectors.slack.Slack.Person;
import dev.tokenresponder.event.Principal;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ends all sessions of one person on all devices (Slack, methods reference, {@code
 * admin.users.session.reset}). Those that were there before are looked for afterwards; new ones are
 * the person's, signing in again. Scopes: {@code admin.users:read}, {@code admin.users:write},
 * {@code users:read}, {@code users:read.email}.
 */
final class ResetSlackSessions implements ActionHandler {
  private final Slack slack;
  private final String enterprise;

  ResetSlackSessions(Slack slack, String enterprise) {
    this.slack = slack;
    this.enterprise = enterprise;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String id = request.argument(Arguments.USER_ID);
    Place place = Place.of(request.account());
    Optional<Person> person = slack.person(id);
    if (person.isEmpty()) {
      return new Preparation.Refused(id + " is nobody of the responder's organization");
    }
    if (!isIn(person.get(), place)) {
      return new Preparation.Refused(
          id + " is not of " + place + " in the responder's organization");
    }
    Set<String> sessions = sessions(person.get());
    return sessions.isEmpty()
        ? new Preparation.Unchanged(
            person.get().principal().display() + " has no sessions", Undo.NOTHING)
        : new Preparation.Ready(new Reset(person.get(), sessions));
  }

  private boolean isIn(Person person, Place place) {
    return person.enterprise().equals(enterprise)
        && (place.isTeam() ? person.teams().contains(place.id()) : place.id().equals(enterprise));
  }

  private Set<String> sessions(Person person) {
    Set<String> sessions = new TreeSet<>();
    for (String team : person.teams()) {
      sessions.addAll(slack.sessions(String.valueOf(person.principal().id()), team));
    }
    return sessions;
  }

  private final class Reset implements Preparation.Change {
    private final Person person;
    private final Set<String> before;

    Reset(Person person, Set<String> before) {
      this.person = person;
      this.before = before;
    }

    @Override
    public Principal principal() {
      return person.principal();
    }

    @Override
    public String description() {
      return "end all sessions of " + person.principal().display() + " in Slack";
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      slack.reset(String.valueOf(person.principal().id()));
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> Collections.disjoint(before, sessions(person)),
          "that the sessions of " + person.principal().display() + " are over");
      return "read back: the sessions that "
          + person.principal().display()
          + " had in Slack are over; applications that act for the person keep their tokens";
    }
  }
}
