package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one inline policy on a role, user or permission set that the responder writes, with a
 * statement for each action.
 *
 * <p>IAM knows no conditional write, so two workers who read the same state overwrite each other.
 * Whoever writes therefore reads back after a while, and merges again when its own statement is
 * gone: that state was written by somebody who had not seen it, and who may have lost others'
 * statements too, so those of ours seen before are put back. A state that holds it was written by
 * somebody who had seen all that it was written with; what that one left out was taken away on
 * purpose.
 */
final class ManagedPolicy {
  private static final int TRIES = 10;
  private static final int QUIET_READS = 3;

  private final PolicyPlace place;
  private final Pace pace;
  private List<JsonNode> seen = List.of();

  ManagedPolicy(PolicyPlace place, Pace pace) {
    this.place = place;
    this.pace = pace;
  }

  PolicyDocument read() {
    return place
        .read()
        .map(place.isShared() ? PolicyDocument::shared : PolicyDocument::read)
        .orElse(PolicyDocument.EMPTY);
  }

  /** Why nothing can be written here. */
  Optional<String> problem(PolicyDocument document) {
    return Optional.ofNullable(document.problem()).map(problem -> place + " " + problem);
  }

  /**
   * Adds a denial to what is there.
   *
   * @param now not later than the true time
   * @param narrow why all sessions may not be denied instead of single ones; empty when they may
   * @throws ActionException as permanent when there is no room or the policy is not ours any more
   */
  void put(Denial denial, Instant now, Supplier<Optional<String>> narrow) {
    PolicyDocument there = read();
    problem(there)
        .ifPresent(
            problem -> {
              throw ActionException.permanent(problem);
            });
    List<JsonNode> wanted = Merging.add(Merging.restore(there.statements(), seen), denial);
    for (Room room : Room.values()) {
      PolicyDocument next = there.with(room.of(wanted, place.life(), now));
      if (next.size() <= place.limit()
          && mayBe(room, next, wanted, narrow)
          && (next.statements().equals(there.statements()) || place.put(next.text()))) {
        seen = place.isShared() ? next.ours() : next.statements();
        return;
      }
    }
    throw ActionException.permanent(
        "there is no room for another denial on "
            + place.holder()
            + narrow.get().map(why -> ", and not all its sessions may be denied: " + why).orElse("")
            + "; remove old inline policies");
  }

  /**
   * Reads until the denial is there, and writes again when it is not.
   *
   * @return the policy, which holds it
   * @throws ActionException as retryable when it does not stay
   */
  PolicyDocument settle(Denial denial, Instant now, Supplier<Optional<String>> narrow) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      pace.settle(attempt);
      PolicyDocument there = read();
      if (there.of(denial.owners().get(0)).filter(found -> found.covers(denial)).isPresent()) {
        return there;
      }
      if (attempt < TRIES - 1) {
        put(denial, now, narrow);
      }
    }
    throw ActionException.retryable(place + " cannot be read back yet", null);
  }

  /**
   * Takes away what one owner counts on, and the policy with its last statement. Somebody who read
   * before may write it again, so it has to be gone a few times in a row.
   *
   * @param check looks at what is there before it is touched
   * @return the policy without it
   */
  PolicyDocument remove(Owner owner, Supplier<PolicyDocument> check) {
    int quiet = 0;
    for (int attempt = 0; attempt < TRIES + QUIET_READS; attempt++) {
      PolicyDocument there = check.get();
      if (there.of(owner).isEmpty()) {
        quiet++;
        if (quiet == QUIET_READS) {
          return there;
        }
      } else {
        quiet = 0;
        take(there, owner);
      }
      pace.settle(Math.min(attempt, 2));
    }
    throw ActionException.retryable(place + " is written again and again", null);
  }

  private void take(PolicyDocument there, Owner owner) {
    List<JsonNode> left = Merging.remove(there.statements(), owner);
    if (left.isEmpty()) {
      place.delete();
    } else if (!place.put(there.with(left).text())) {
      throw ActionException.permanent(
          "there is no room on " + place.holder() + " for what is left");
    }
  }

  /** To deny all sessions is not what was asked for where it was single ones. */
  private static boolean mayBe(
      Room room, PolicyDocument next, List<JsonNode> wanted, Supplier<Optional<String>> narrow) {
    boolean rougher =
        room == Room.WIDENED
            && new PolicyDocument(wanted, null)
                .denials().stream().anyMatch(denial -> !denial.userIds().isEmpty())
            && !next.denials().isEmpty();
    return !rougher || narrow.get().isEmpty();
  }
}
