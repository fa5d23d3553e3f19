package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.connectors.slack.Slack.Resolution;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restricts an application (Slack, methods reference, {@code admin.apps.restrict}). Installations
 * that are there stay, which the outcome says. What held before is kept for the undo: an approval
 * is given again, else the resolution is cleared. Scopes: {@code admin.apps:read}, {@code
 * admin.apps:write}, {@code users:read}, {@code users:read.email}.
 */
final class RestrictSlackApp implements ActionHandler, UndoHandler {
  private static final String RESIDUE =
      "; installations that are there stay, with their tokens, until they are uninstalled";

  private final Slack slack;
  private final String enterprise;

  RestrictSlackApp(Slack slack, String enterprise) {
    this.slack = slack;
    this.enterprise = enterprise;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String app = request.argument(Arguments.CLIENT_ID);
    Place place = Place.of(request.account());
    if (!place.isTeam() && !place.id().equals(enterprise)) {
      return new Preparation.Refused(place + " is not the organization of the responder");
    }
    Optional<Resolution> before = slack.resolution(app, place);
    if (before.isEmpty()) {
      return new Preparation.Refused(place + " is no workspace of the responder's organization");
    }
    return before.get() == Resolution.RESTRICTED
        ? new Preparation.Unchanged(app + " is restricted in " + place + RESIDUE, Undo.NOTHING)
        : new Preparation.Ready(
            new Restriction(app, place, before.get(), Installer.of(request, slack)));
  }

  /** What has been decided otherwise meanwhile is left so. */
  @Override
  public String undo(Undo undo, Instant now) {
    String app = undo.data().getOrDefault("app_id", "");
    Place place = Place.of(undo.data().get("place"));
    boolean approved = Resolution.APPROVED.name().equals(undo.data().get("before"));
    if (now(app, place) != Resolution.RESTRICTED) {
      return "read back: " + app + " is not restricted in " + place;
    }
    if (approved) {
      slack.approve(app, place);
    } else {
      slack.clear(app, place);
    }
    Resolution wanted = approved ? Resolution.APPROVED : Resolution.NONE;
    ReadBack.until(() -> now(app, place) == wanted, "that " + app + " is as before");
    return "read back: "
        + app
        + " is "
        + (approved ? "approved" : "not restricted")
        + " in "
        + place;
  }

  private Resolution now(String app, Place place) {
    return slack
        .resolution(app, place)
        .orElseThrow(() -> ActionException.permanent("workspace " + place + " is gone"));
  }

  private final class Restriction implements Preparation.Change {
    private final String app;
    private final Place place;
    private final Resolution before;
    private final List<Principal> installer;

    Restriction(String app, Place place, Resolution before, List<Principal> installer) {
      this.app = app;
      this.place = place;
      this.before = before;
      this.installer = installer;
    }

    @Override
    public Principal principal() {
      return new Principal(PrincipalType.APPLICATION, app, app, null, null);
    }

    @Override
    public List<Principal> alsoAffected() {
      return installer;
    }

    @Override
    public String description() {
      return "restrict " + app + " in " + place + RESIDUE;
    }

    @Override
    public Undo undo() {
      return new Undo("", Map.of("app_id", app, "place", place.id(), "before", before.name()));
    }

    @Override
    public void apply() {
      slack.restrict(app, place);
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> now(app, place) == Resolution.RESTRICTED, "that " + app + " is restricted");
      return "read back: " + app + " is restricted in " + place + RESIDUE;
    }
  }
}
