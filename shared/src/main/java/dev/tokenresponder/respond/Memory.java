package dev.tokenresponder.respond;

import dev.tokenresponder.context.Containments;
import dev.tokenresponder.context.ForgetfulHabits;
import dev.tokenresponder.context.Habits;
import dev.tokenresponder.context.InMemoryHabits;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.ForgetfulCorrelationStore;
import dev.tokenresponder.sigma.correlation.InMemoryCorrelationStore;

/**
 * What an evaluator remembers from one event to the next.
 *
 * @param correlations what matched before
 * @param habits what credentials were seen with
 * @param containments which credentials have been contained
 */
public record Memory(CorrelationStore correlations, Habits habits, Containments containments) {

  /** Nothing, so that each event is judged as if it were the first. */
  public static Memory none() {
    return new Memory(new ForgetfulCorrelationStore(), new ForgetfulHabits(), Containments.NONE);
  }

  /** In this process, for as long as it lives; nothing is contained. */
  public static Memory local() {
    return local(Containments.NONE);
  }

  /** In this process, for as long as it lives. */
  public static Memory local(Containments containments) {
    return new Memory(new InMemoryCorrelationStore(), new InMemoryHabits(), containments);
  }
}
