package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One denial of one incident as an inline policy of its own on a role or user. Since no two
 * incidents share a policy, none can overwrite another's, and undoing one deletes exactly one.
 */
final class InlineDenial {
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);
  private static final int READS = 5;
  private static final long PAUSE_MILLIS = 200;

  private final Iam iam;
  private final Identity identity;
  private final String policyName;
  private final Denial denial;
  private final String userId;
  private final Instant issuedAt;

  /**
   * @param userId the session to show as denied; any text where all sessions are denied
   */
  InlineDenial(Iam iam, Identity identity, ActionRequest request, Denial denial, String userId) {
    this.iam = iam;
    this.identity = identity;
    this.policyName = policyName(request);
    this.denial = denial;
    this.userId = userId;
    this.issuedAt = issuedAt(request);
  }

  /** The policy is there and denies the session, perhaps since an earlier run. */
  boolean holds() {
    return holding().isPresent();
  }

  /** The policy that is there, if it denies the session. */
  Optional<String> holding() {
    return iam.policy(identity, policyName)
        .filter(document -> Denial.holds(document, userId, issuedAt));
  }

  /** The policy that {@link #put} writes. */
  String document() {
    return denial.document();
  }

  /** The statement id of the policy that is there; empty without one. */
  String sid() {
    return iam.policy(identity, policyName).map(Denial::sidOf).orElse("");
  }

  void put() {
    iam.putPolicy(identity, policyName, document());
  }

  /** IAM may show a change late, so it is read a few times before it counts as missing. */
  String readBack() {
    for (int read = 1; read <= READS; read++) {
      if (holds()) {
        return "read back: policy " + policyName + " on " + identity + " denies it";
      }
      pause();
    }
    throw ActionException.retryable("policy " + policyName + " cannot be read back yet", null);
  }

  String already() {
    return "policy " + policyName + " on " + identity + " already denies it";
  }

  String undoCommand() {
    return switch (identity.kind()) {
      case ROLE ->
          "aws iam delete-role-policy --role-name "
              + identity.name()
              + " --policy-name "
              + policyName;
      case USER ->
          "aws iam delete-user-policy --user-name "
              + identity.name()
              + " --policy-name "
              + policyName;
    };
  }

  /** What {@link DenialRemoval} needs to take away exactly this policy. */
  Map<String, String> undoData(String document) {
    return DenialRemoval.data(iam.account(), identity, policyName, document);
  }

  /**
   * {@code TokenResponder-<incident>-<hash of action and target>}: the same each time the action is
   * asked for, well under IAM's 128 characters.
   */
  private static String policyName(ActionRequest request) {
    CRC32 hash = new CRC32();
    hash.update((request.action() + "/" + request.target()).getBytes(StandardCharsets.UTF_8));
    return "TokenResponder-" + request.incident() + "-" + String.format("%08x", hash.getValue());
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

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while reading back", e);
    }
  }
}
