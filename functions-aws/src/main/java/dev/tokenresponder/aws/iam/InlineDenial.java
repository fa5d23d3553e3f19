package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The denial of one action of one incident, as part of a policy. */
final class InlineDenial {
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private final PolicyPlace place;
  private final ManagedPolicy policy;
  private final Denial denial;
  private final String session;
  private final Instant issuedAt;
  private final Instant now;
  private final Supplier<Optional<String>> narrow;

  /**
   * @param session the session to show as denied; any text where all sessions are denied
   * @param narrow why all sessions may not be denied instead of single ones; empty when they may
   */
  InlineDenial(
      PolicyPlace place,
      Pace pace,
      ActionRequest request,
      Denial denial,
      String session,
      Supplier<Optional<String>> narrow) {
    this.place = place;
    this.policy = new ManagedPolicy(place, pace);
    this.denial = denial;
    this.session = session;
    this.issuedAt = issuedAt(request);
    this.now = request.requestedAt();
    this.narrow = narrow;
  }

  /** Whether the key of this action was active when its denial was written. */
  static Optional<Boolean> keyWasActive(PolicyPlace place, Owner owner) {
    return new ManagedPolicy(place, Pace.ALONE)
        .read().of(owner).stream()
            .flatMap(there -> there.owners().stream())
            .filter(there -> there.isSame(owner))
            .map(Owner::keyWasActive)
            .findFirst();
  }

  /** Why nothing can be written; empty when it can. */
  Optional<String> problem() {
    return policy.problem(policy.read());
  }

  /** What is there already for this action, if it denies the session. */
  Optional<Denial> holding() {
    return policy.read().of(owner()).filter(there -> there.denies(session, issuedAt));
  }

  Denial denial() {
    return denial;
  }

  void put() {
    policy.put(denial, now, narrow);
  }

  /** Reads back, and writes again what others have overwritten. */
  String readBack() {
    PolicyDocument there = policy.settle(denial, now, narrow);
    return "read back: "
        + place
        + " denies it"
        + PolicyCheck.proof(there, denial, there.of(owner()).orElseThrow(), session, issuedAt);
  }

  String already() {
    PolicyDocument there = policy.read();
    return place
        + " already denies it"
        + there
            .of(owner())
            .map(found -> PolicyCheck.proof(there, denial, found, session, issuedAt))
            .orElse("");
  }

  /**
   * Takes exactly this statement out, and deletes the policy when it was the last; fails when the
   * statement has meanwhile become one with others.
   *
   * @param written what is or will be there
   */
  String undoCommand(Denial written) {
    return place.undoCommand(written.sid());
  }

  /** What {@link DenialRemoval} needs to take away exactly this. */
  Map<String, String> undoData(Denial written) {
    Map<String, String> data = new HashMap<>(place.undoData());
    data.put("statement", owner().toString());
    data.put("cutoff", written.cutoff().toString());
    if (!denial.userIds().isEmpty()) {
      data.put("session", denial.userIds().get(0));
    }
    return data;
  }

  private Owner owner() {
    return denial.owners().get(0);
  }

  /** A session seen in use was issued before that, even when the record does not say when. */
  private static Instant issuedAt(ActionRequest request) {
    String known = request.arguments().get(Arguments.ISSUED_AT);
    return time(known == null ? request.argument(Arguments.SEEN_AT) : known);
  }

  /**
   * Sessions issued before this are denied: those up to the decision, and in any case the one that
   * was seen, should the source's clock be a little ahead of ours.
   */
  static Instant cutoff(ActionRequest request) {
    Instant decided = time(request.argument(Arguments.ISSUED_BEFORE));
    Instant seen = time(request.argument(Arguments.SEEN_AT)).plusSeconds(1);
    boolean ahead = seen.isAfter(decided) && seen.isBefore(decided.plus(MOST_SKEW));
    return ahead ? seen : decided;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ActionException.permanent("the action request holds a time that is none", e);
    }
  }
}
