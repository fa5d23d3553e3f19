package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.gcp.workspace.Progress.Count;
import dev.tokenresponder.gcp.workspace.Progress.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Deletes the tokens that everybody gave to one application, page by page. One run takes no longer
 * than its budget; the next delivery of the request goes on where it stopped. Exempt people keep
 * theirs. There is no call that lists an application's users, so each person is asked for. Scopes:
 * {@code admin.directory.user.security}, {@code admin.directory.user.readonly}.
 */
public final class RevokeAppEverywhere implements ActionHandler {
  /** So many refusals in a row, and no answer yet, mean that the permission lacks. */
  private static final int MOST_REFUSED = 5;

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
      try {
        sweep(until);
      } finally {
        progress.write(work, place);
      }
    }

    private void sweep(Instant until) {
      boolean more = true;
      while (more) {
        Directory.Page page = page();
        for (String person : rest(page.people())) {
          if (clock.instant().isAfter(until)) {
            throw ActionException.retryable(
                "looked at " + place.count().seen() + " people so far, the rest follows", null);
          }
          place = place.seen(person, lookAt(person));
        }
        place = place.on(page.next());
        more = page.next() != null;
      }
    }

    /** Where a page's mark is no longer good, the list begins anew. */
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

    /** Those of a page who come after the last one seen; all when that one is not in it. */
    private List<String> rest(List<String> people) {
      return people.subList(people.indexOf(place.after()) + 1, people.size());
    }

    /** One person of whom the directory says no must not keep the others exposed. */
    private Count lookAt(String person) {
      Count count = place.count();
      try {
        if (!directory.hasGrant(person, client)) {
          return count.untouchedOne();
        }
        if (exemption.apply(People.principal(person)).isPresent()) {
          return count.exemptOne();
        }
        directory.deleteGrant(person, client);
        return count.revokedOne();
      } catch (ActionException e) {
        boolean hopeless = count.refused() == count.seen() && count.refused() >= MOST_REFUSED;
        if (e.isRetryable() || hopeless) {
          throw e;
        }
        return count.refusedOne();
      }
    }

    @Override
    public String verify() {
      Count count = place.count();
      String done =
          "deleted what "
              + count.revoked()
              + " of "
              + count.seen()
              + " people gave to "
              + client
              + (count.exempt() == 0 ? "" : "; " + count.exempt() + " are exempt and keep it");
      if (count.refused() > 0) {
        throw ActionException.permanent(
            done + "; of " + count.refused() + " the directory refused to say or delete anything");
      }
      return done;
    }
  }
}
