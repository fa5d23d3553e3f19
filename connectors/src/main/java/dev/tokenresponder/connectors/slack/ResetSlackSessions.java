package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.slack.Slack.Person;
import dev.tokenresponder.event.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ends all sessions of one person on all devices (Slack, methods reference, {@code
 * admin.users.session.reset}). It is done whatever is listed before: {@code
 * admin.users.session.list} knows the sessions of one workspace only, and few calls a minute are
 * allowed. Those that were listed are looked for afterwards; new ones are the person's, signing in
 * again. Scopes: {@code admin.users:read}, {@code admin.users:write}, {@code users:read}, {@code
 * users:read.email}.
 */
final class ResetSlackSessions implements ActionHandler {
  private static final int MOST_WORKSPACES = 3;
  private static final String RESIDUE = "; applications that act for the person keep their tokens";

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
    return new Preparation.Ready(new Reset(person.get(), workspaces(person.get(), place)));
  }

  private boolean isIn(Person person, Place place) {
    return person.enterprise().equals(enterprise)
        && (place.isTeam() ? person.teams().contains(place.id()) : place.id().equals(enterprise));
  }

  /** Where it is looked: where it happened, or in some that the person is in. */
  private static List<String> workspaces(Person person, Place place) {
    return place.isTeam()
        ? List.of(place.id())
        : person.teams().stream().sorted().limit(MOST_WORKSPACES).toList();
  }

  private final class Reset implements Preparation.Change {
    private final Person person;
    private final List<String> workspaces;
    private Set<String> before = Set.of();

    Reset(Person person, List<String> workspaces) {
      this.person = person;
      this.workspaces = workspaces;
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

    /** What cannot be listed now is reset all the same. */
    @Override
    public void apply() {
      try {
        before = sessions();
      } catch (ActionException e) {
        if (!e.isRetryable()) {
          throw e;
        }
      }
      slack.reset(id());
    }

    @Override
    public String verify() {
      String whose = person.principal().display();
      if (before.isEmpty()) {
        return "Slack confirmed that all sessions of "
            + whose
            + " are over; none were listed before, so that there is nothing to read back"
            + RESIDUE;
      }
      ReadBack.until(
          () -> Collections.disjoint(before, sessions()),
          "that the sessions of " + whose + " are over");
      return "read back: the sessions that " + whose + " had in Slack are over" + RESIDUE;
    }

    private Set<String> sessions() {
      Set<String> sessions = new TreeSet<>();
      workspaces.forEach(team -> sessions.addAll(slack.sessions(id(), team)));
      return sessions;
    }

    private String id() {
      return String.valueOf(person.principal().id());
    }
  }
}
