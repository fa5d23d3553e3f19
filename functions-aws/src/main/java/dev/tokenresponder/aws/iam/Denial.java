package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The policy that revokes sessions: it denies everything to credentials issued before a cutoff. The
 * key {@code aws:TokenIssueTime} exists only for temporary credentials, and a condition on an
 * absent key does not hold, so long-term keys are spared (IAM User Guide, "Disabling permissions
 * for temporary security credentials").
 *
 * @param sid the statement's id: letters and digits
 * @param cutoff sessions issued before it are denied; whole seconds, as IAM counts them
 * @param userId {@code AROA…:session-name} to deny that one session only; {@code StringEquals}
 *     compares it exactly, without wildcards. Null to deny them all
 */
public record Denial(String sid, Instant cutoff, @Nullable String userId) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ISSUE_TIME = "aws:TokenIssueTime";
  private static final String USER_ID = "aws:userid";

  public Denial {
    sid = sid.replaceAll("[^A-Za-z0-9]", "");
    cutoff = nextSecond(cutoff);
  }

  /** The policy document, without white space. */
  public String document() {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("Version", "2012-10-17");
    ObjectNode statement = document.putArray("Statement").addObject();
    statement.put("Sid", sid);
    statement.put("Effect", "Deny");
    statement.put("Action", "*");
    statement.put("Resource", "*");
    ObjectNode condition = statement.putObject("Condition");
    condition.putObject("DateLessThan").put(ISSUE_TIME, cutoff.toString());
    if (userId != null) {
      condition.putObject("StringEquals").put(USER_ID, userId);
    }
    return document.toString();
  }

  /**
   * Whether a policy document, as read back, denies everything to a session.
   *
   * @param userId the session's {@code aws:userid}
   * @param issuedAt when it was issued
   */
  public static boolean holds(String document, String userId, Instant issuedAt) {
    try {
      for (JsonNode statement : MAPPER.readTree(document).path("Statement")) {
        if (denies(statement, userId, issuedAt)) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException | DateTimeException e) {
      return false;
    }
  }

  /** The id of the first statement of a document; empty when it has none. */
  static String sidOf(String document) {
    try {
      return MAPPER.readTree(document).path("Statement").path(0).path("Sid").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** Whether two documents say the same, however they are spelled. */
  static boolean isSame(String one, String other) {
    try {
      return MAPPER.readTree(one).equals(MAPPER.readTree(other));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Understands the statements that we write, and takes any other condition as not denying. */
  private static boolean denies(JsonNode statement, String userId, Instant issuedAt) {
    JsonNode condition = statement.path("Condition");
    JsonNode before = condition.path("DateLessThan").path(ISSUE_TIME);
    JsonNode only = condition.path("StringEquals").path(USER_ID);
    int understood = (before.isTextual() ? 1 : 0) + (only.isTextual() ? 1 : 0);
    return "Deny".equals(statement.path("Effect").asText())
        && "*".equals(statement.path("Action").asText())
        && "*".equals(statement.path("Resource").asText())
        && before.isTextual()
        && condition.size() == understood
        && issuedAt.isBefore(Instant.parse(before.asText()))
        && (!only.isTextual() || only.asText().equals(userId));
  }

  private static Instant nextSecond(Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(time) ? time : second.plusSeconds(1);
  }
}
