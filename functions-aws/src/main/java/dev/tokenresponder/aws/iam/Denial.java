package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement that revokes sessions: it denies everything to credentials issued before a cutoff.
 * The key {@code aws:TokenIssueTime} exists only for temporary credentials, and a condition on an
 * absent key does not hold, so long-term keys are spared (IAM User Guide, "Disabling permissions
 * for temporary security credentials").
 *
 * @param owners who counts on it; never empty
 * @param cutoff sessions issued before it are denied; whole seconds, as IAM counts them
 * @param userIds {@code AROA…:session-name} of the only sessions that are denied, or the ids of the
 *     only persons of IAM Identity Center, not both; {@code StringEquals} compares them exactly,
 *     without wildcards. Empty to deny them all
 */
public record Denial(List<Owner> owners, Instant cutoff, List<String> userIds) {
  private static final String ISSUE_TIME = "aws:TokenIssueTime";
  private static final String SESSION = "aws:userid";

  /**
   * IAM Identity Center User Guide, "Use a Deny policy to revoke active user permissions"; unlike
   * {@code aws:userid} it has no colon in it.
   */
  private static final String PERSON = "identitystore:userId";

  public Denial {
    owners = List.copyOf(owners);
    userIds = List.copyOf(new TreeSet<>(userIds));
    cutoff = nextSecond(cutoff);
  }

  /** The denial that one action asks for: of one session, or with null of all. */
  static Denial of(Owner owner, Instant cutoff, @Nullable String userId) {
    return new Denial(List.of(owner), cutoff, userId == null ? List.of() : List.of(userId));
  }

  /**
   * Whether a policy document, as read back, denies everything to a session.
   *
   * @param userId the session's {@code aws:userid}, or its person's id
   * @param issuedAt when it was issued
   */
  public static boolean holds(String document, String userId, Instant issuedAt) {
    return PolicyCheck.denying(PolicyDocument.read(document), userId, issuedAt).isPresent();
  }

  /** The denial that a statement of ours is; empty for any other, and for one that was changed. */
  static Optional<Denial> parse(JsonNode statement) {
    List<Owner> owners = Owner.of(statement.path("Sid").asText());
    if (owners.isEmpty()) {
      return Optional.empty();
    }
    return shape(statement, owners).filter(denial -> denial.isWhatItSays(statement));
  }

  /** The denial that a statement amounts to, whoever wrote it; empty when it is not clear. */
  static Optional<Denial> shape(JsonNode statement, List<Owner> owners) {
    JsonNode condition = statement.path("Condition");
    JsonNode before = condition.path("DateLessThan").path(ISSUE_TIME);
    JsonNode equal = condition.path("StringEquals");
    String key = equal.has(PERSON) ? PERSON : SESSION;
    List<String> userIds = texts(equal.path(key));
    int understood = (before.isTextual() ? 1 : 0) + (userIds.isEmpty() ? 0 : 1);
    boolean clear =
        "Deny".equals(statement.path("Effect").asText())
            && "*".equals(statement.path("Action").asText())
            && "*".equals(statement.path("Resource").asText())
            && before.isTextual()
            && condition.size() == understood
            && condition.path("DateLessThan").size() == 1
            && equal.size() <= 1
            && userIds.stream().allMatch(userId -> key.equals(key(userId)));
    try {
      return clear
          ? Optional.of(new Denial(owners, Instant.parse(before.asText()), userIds))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean denies(String userId, Instant issuedAt) {
    return issuedAt.isBefore(cutoff) && (userIds.isEmpty() || userIds.contains(userId));
  }

  /** Whether it denies every session that the other does. */
  boolean covers(Denial other) {
    boolean sessions =
        userIds.isEmpty() || !other.userIds.isEmpty() && userIds.containsAll(other.userIds);
    return sessions && !cutoff.isBefore(other.cutoff);
  }

  /** Whether it denies the very same sessions. */
  boolean isAsWideAs(Denial other) {
    return cutoff.equals(other.cutoff) && userIds.equals(other.userIds);
  }

  Denial withOwners(List<Owner> others) {
    return new Denial(others, cutoff, userIds);
  }

  /** The condition key by which it tells whom it denies. */
  String key() {
    return userIds.isEmpty() ? SESSION : key(userIds.get(0));
  }

  private static String key(String userId) {
    return userId.indexOf(':') < 0 ? PERSON : SESSION;
  }

  String sid() {
    return owners.stream().map(Owner::toString).collect(Collectors.joining());
  }

  /** The statement. */
  ObjectNode json() {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("Sid", sid());
    statement.put("Effect", "Deny");
    statement.put("Action", "*");
    statement.put("Resource", "*");
    ObjectNode condition = statement.putObject("Condition");
    condition.putObject("DateLessThan").put(ISSUE_TIME, cutoff.toString());
    if (userIds.size() == 1) {
      condition.putObject("StringEquals").put(key(), userIds.get(0));
    } else if (!userIds.isEmpty()) {
      ArrayNode list = condition.putObject("StringEquals").putArray(key());
      userIds.forEach(list::add);
    }
    return statement;
  }

  /** Somebody may have added what {@link #shape} does not look at, such as a NotPrincipal. */
  private boolean isWhatItSays(JsonNode statement) {
    return json().size() == statement.size();
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.elements().forEachRemaining(element -> texts.add(element.asText()));
    return texts;
  }

  private static Instant nextSecond(Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(time) ? time : second.plusSeconds(1);
  }
}
