package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;

/**
 * Uninstalls an application from one workspace or the organization, for good (Slack, methods
 * reference, {@code admin.apps.uninstall}). No method lists installations, so that there is only
 * Slack's word, and an application that Slack does not find counts as gone. Scopes: {@code
 * admin.apps:write}, {@code users:read}, {@code users:read.email}.
 */
final class UninstallSlackApp implements ActionHandler {
  private final Slack slack;
  private final String enterprise;

  UninstallSlackApp(Slack slack, String enterprise) {
    this.slack = slack;
    this.enterprise = enterprise;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String app = request.argument(Arguments.CLIENT_ID);
    Place place = Place.of(request.account());
    boolean ours = slack.enterprise().equals(enterprise);
    return ours && (place.isTeam() || place.id().equals(enterprise))
        ? new Preparation.Ready(new Uninstallation(app, place, Installer.of(request, slack)))
        : new Preparation.Refused(place + " is not of the organization of the responder");
  }

  private final class Uninstallation implements Preparation.Change {
    private final String app;
    private final Place place;
    private final List<Principal> installer;
    private boolean found = true;

    Uninstallation(String app, Place place, List<Principal> installer) {
      this.app = app;
      this.place = place;
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
      return "uninstall " + app + " from " + place + " for good";
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      found = slack.uninstall(app, place);
    }

    @Override
    public String verify() {
      return found
          ? "Slack confirmed that "
              + app
              + " is uninstalled from "
              + place
              + "; there is no list to read it back from. What the application has read is out"
          : "Slack finds no " + app + " in " + place + ", or no longer";
    }
  }
}
