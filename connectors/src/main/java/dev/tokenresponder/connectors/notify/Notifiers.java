package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells owners in every way there is. One that works is enough: then the answer says what failed
 * elsewhere, and nothing is thrown, for trying again would tell the same people twice. When all
 * fail, that is retryable if it is for any of them.
 */
public final class Notifiers implements Notifier {
  private final List<Named> ways;

  /**
   * @param ways tried in this order; none is permitted, and then nothing can be sent
   */
  public Notifiers(List<Named> ways) {
    this.ways = List.copyOf(ways);
  }

  /**
   * One way to tell owners.
   *
   * @param name what an answer calls it, such as {@code mail}
   */
  public record Named(String name, Notifier notifier) {}

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    if (ways.isEmpty()) {
      throw ActionException.permanent("the policy names no way to tell owners");
    }
    List<String> told = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    boolean retryable = false;
    for (Named way : ways) {
      try {
        told.add("told by " + way.name() + ": " + way.notifier().send(owners, message));
      } catch (ActionException e) {
        failed.add(way.name() + " failed: " + e.getMessage());
        retryable |= e.isRetryable();
      } catch (RuntimeException e) {
        failed.add(way.name() + " failed: " + e.getClass().getSimpleName());
      }
    }
    String why = String.join("; ", failed);
    if (told.isEmpty()) {
      throw retryable
          ? ActionException.retryable("nobody was told: " + why, null)
          : ActionException.permanent("nobody was told: " + why);
    }
    return String.join("; ", told) + (failed.isEmpty() ? "" : "; " + why);
  }
}
