package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.gcp.workspace.Progress.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Deletes the tokens that everybody gave to one application, page by page. One run takes no longer
 * than its budget; the next delivery of the request goes on where it stopped. Exempt people keep
 * theirs. There is no call that lists an application's users, so each person is asked for. Scopes:
 * {@code admin.directory.user.security}, {@code admin.directory.user.readonly}.
 */
public final class RevokeAppEverywhere implements ActionHandler {
  private final Directory directory;
  private final Progress progress;
  private final Function<Principal, Optional<String>> exemption;
  private final Duration budget;
  private final Clock clock;

  /**
   * @param exemption why a person is exempt
   * @param budget how long one run may take; less than the function's timeout
   */
  public RevokeAppEverywhere(
      Directory directory,
      Progress progress,
      Function<Principal, Optional<String>> exemption,
      Duration budget,
      Clock clock) {
    this.directory = directory;
    this.progress = progress;
    this.exemption = exemption;
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String client = request.argument(Arguments.CLIENT_ID);
    return new Preparation.Ready(new Sweep(client, request.key().toString()));
  }

  private final class Sweep implements Preparation.Change {
    private final String client;
    private final String work;
    private Place place = Place.START;

    Sweep(String client, String work) {
      this.client = client;
      this.work = work;
    }

    @Override
    public Principal principal() {
      return new Principal(PrincipalType.APPLICATION, client, client, null, null);
    }

    @Override
    public String description() {
      return "delete the tokens that everybody gave to " + client;
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      Instant until = clock.instant().plus(budget);
      place = progress.read(work).orElse(Place.START);
      boolean more = true;
      while (more) {
        Directory.Page page = page();
        for (String person : page.people()) {
          if (person.compareToIgnoreCase(place.after()) > 0) {
            stopAt(until);
            lookAt(person);
          }
        }
        place = place.on(page.next());
        progress.write(work, place);
        more = page.next() != null;
      }
    }

    /** Where a page's mark is no longer good the list begins anew; whoever was seen is skipped. */
    private Directory.Page page() {
      try {
        return directory.people(place.page());
      } catch (ActionException e) {
        if (e.isRetryable() || place.page() == null) {
          throw e;
        }
        place = place.on(null);
        return directory.people(null);
      }
    }

    private void lookAt(String person) {
      boolean had = directory.hasGrant(person, client);
      boolean spared = had && exemption.apply(People.principal(person)).isPresent();
      if (had && !spared) {
        directory.deleteGrant(person, client);
      }
      place = place.seen(person, had, spared);
    }

    private void stopAt(Instant until) {
      if (clock.instant().isAfter(until)) {
        progress.write(work, place);
        throw ActionException.retryable(
            "looked at " + place.seen() + " people so far, the rest follows", null);
      }
    }

    @Override
    public String verify() {
      return "deleted what "
          + place.revoked()
          + " of "
          + place.seen()
          + " people gave to "
          + client
          + (place.exempt() == 0 ? "" : "; " + place.exempt() + " are exempt and keep it");
    }
  }
}
