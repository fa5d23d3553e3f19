package dev.tokenresponder.respond;

import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.policy.PlannedAction;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was made of one record.
 *
 * @param source the audit log it was read as; null when it was none we know
 * @param reason why it was ignored or is malformed
 * @param event the event; null when it was ignored or is malformed
 * @param family how the credentials of a matched event came of each other, as far as the plan had
 *     to know
 */
public record Evaluation(
    Status status,
    @Nullable String source,
    @Nullable String reason,
    @Nullable TokenEvent event,
    List<Finding> findings,
    List<PlannedAction> plan,
    List<Link> family) {

  public Evaluation {
    findings = List.copyOf(findings);
    plan = List.copyOf(plan);
    family = List.copyOf(family);
  }

  /** The verdict. */
  public enum Status {
    /** At least one rule matched. */
    MATCHED,
    /** A token event that no rule matched. */
    CLEAR,
    /** Well-formed, but not a token event of a source we read. */
    IGNORED,
    /** Should be a token event but cannot be read. */
    MALFORMED;

    /** The spelling in output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
