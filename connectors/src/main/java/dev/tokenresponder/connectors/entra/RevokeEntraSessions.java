package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends the refresh tokens and browser sessions of one person (Microsoft Graph REST reference,
 * "user: revokeSignInSessions"). Entra cannot end a single session. It takes some minutes to work
 * everywhere; guests sign in at home, so theirs stay. Permissions: {@code User.Read.All}, {@code
 * User.RevokeSessions.All}.
 */
final class RevokeEntraSessions implements ActionHandler {
  private final Graph graph;
  private final EntraTenant tenant;

  RevokeEntraSessions(Graph graph, EntraTenant tenant) {
    this.graph = graph;
    this.tenant = tenant;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> foreign = tenant.refusal(request);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    String person = request.argument(Arguments.PERSON);
    Instant seen = Instant.parse(request.argument(Arguments.SEEN_AT));
    Optional<DirectoryUser> user = graph.user(person);
    if (user.isEmpty()) {
      return new Preparation.Refused(person + " is nobody of this tenant");
    }
    if (user.get().isGuest()) {
      return new Preparation.Refused(
          user.get().name() + " is a guest, whose sessions only the home tenant can end");
    }
    return user.get().sessionsValidFrom().isAfter(seen)
        ? new Preparation.Unchanged(outcome(user.get()), Undo.NOTHING)
        : new Preparation.Ready(new Revocation(user.get(), seen));
  }

  private static String outcome(DirectoryUser user) {
    return "sessions of "
        + user.name()
        + " from before "
        + user.sessionsValidFrom()
        + " are over, which takes some minutes to show everywhere"
        + Residue.OF_PERSON;
  }

  private final class Revocation implements Preparation.Change {
    private final DirectoryUser user;
    private final Instant seen;

    Revocation(DirectoryUser user, Instant seen) {
      this.user = user;
      this.seen = seen;
    }

    @Override
    public Principal principal() {
      return user.principal();
    }

    @Override
    public String description() {
      return "end all refresh tokens and browser sessions of " + user.name();
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      graph.revokeSessions(user.id());
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> now().sessionsValidFrom().isAfter(seen), "that the sessions have been revoked");
      return "read back: " + outcome(now());
    }

    private DirectoryUser now() {
      return graph
          .user(user.id())
          .orElseThrow(() -> ActionException.permanent(user.name() + " is gone"));
    }
  }
}
