package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.respond.Verdict.Question;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a person may decide about one action, once.
 *
 * @param plan SHA-256 of what would be done, in small hexadecimal letters: whoever decides, decides
 *     about that and about nothing else
 */
public record Decision(ActionKey action, Question question, String plan) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether to do what was asked for. */
  static Decision about(ActionRequest request) {
    Map<String, String> arguments = new TreeMap<>(request.arguments());
    arguments.keySet().removeAll(Cutoffs.TIMES);
    ObjectNode plan = MAPPER.createObjectNode();
    plan.put("account", request.account());
    plan.set("arguments", MAPPER.valueToTree(arguments));
    return new Decision(request.key(), Question.DECIDE, sha256(request.key(), plan));
  }

  /** Whether to take back what an action did. */
  static Decision about(ActionKey action, Undo undo) {
    ObjectNode plan = MAPPER.createObjectNode();
    plan.put("command", undo.command());
    plan.set("data", MAPPER.valueToTree(new TreeMap<>(undo.data())));
    return new Decision(action, Question.UNDO, sha256(action, plan));
  }

  /**
   * Under which the verdict is recorded; the same for approval and rejection, and another one for
   * each time that the question comes up.
   *
   * @param since when it came up, by {@link Decisions}
   */
  ActionKey key(Instant since) {
    return recordedAs(since.toString());
  }

  /** Under which it is recorded that a verdict could not be carried out. */
  ActionKey refusedKey(Instant at) {
    return recordedAs("refused " + at);
  }

  private ActionKey recordedAs(String what) {
    return new ActionKey(action.incident(), question.label(), prefix() + what);
  }

  /** Whether this outcome is a record about the decision, of whatever time. */
  boolean isRecordedIn(ActionOutcome outcome) {
    return outcome.key().action().equals(question.label())
        && outcome.key().target().startsWith(prefix());
  }

  private String prefix() {
    return action.action() + "/" + action.target() + "@" + plan + "@";
  }

  private static String sha256(ActionKey action, ObjectNode plan) {
    plan.put("incident", action.incident());
    plan.put("action", action.action());
    plan.put("target", action.target());
    return sha256(plan.toString());
  }

  /** In small hexadecimal letters. */
  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
