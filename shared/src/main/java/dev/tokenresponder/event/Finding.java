package dev.tokenresponder.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule matched one event.
 *
 * @param ruleId the rule's UUID
 * @param title the rule's title
 * @param level how serious it is
 * @param tags the rule's tags, for example {@code attack.t1550.001}
 * @param response the action names, or the one playbook name, that the rule asks for; empty when it
 *     asks for none
 * @param note what a reader has to know beside the title, such as how long a credential has been
 *     watched
 */
public record Finding(
    String ruleId,
    String title,
    Level level,
    List<String> tags,
    List<String> response,
    @Nullable String note) {

  public Finding {
    tags = List.copyOf(tags);
    response = List.copyOf(response);
  }

  /** The same with a note. */
  public Finding noting(String text) {
    return new Finding(ruleId, title, level, tags, response, text);
  }
}
