package dev.tokenresponder.respond;

import dev.tokenresponder.context.Containments;
import dev.tokenresponder.context.ForgetfulHabits;
import dev.tokenresponder.context.Habits;
import dev.tokenresponder.context.InMemoryHabits;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.ForgetfulCorrelationStore;
import dev.tokenresponder.sigma.correlation.InMemoryCorrelationStore;

/**
 * What an evaluator remembers from one event to the next.
 *
 * @param correlations what matched before
 * @param habits what credentials were seen with
 * @param containments which credentials have been contained
 * @param lineage which credential was made from which
 */
public record Memory(
    CorrelationStore correlations, Habits habits, Containments containments, Lineage lineage) {

  /** Nothing, so that each event is judged as if it were the first. */
  public static Memory none() {
    return new Memory(
        new ForgetfulCorrelationStore(), new ForgetfulHabits(), Containments.NONE, Lineage.NONE);
  }

  /** In this process, for as long as it lives; nothing is contained. */
  public static Memory local() {
    return local(Containments.NONE);
  }

  /** In this process, for as long as it lives. */
  public static Memory local(Containments containments) {
    return local(containments, new FollowedLineage(new InMemoryLinks()));
  }

  /** In this process, for as long as it lives, save what was made from what. */
  public static Memory local(Containments containments, Lineage lineage) {
    return new Memory(new InMemoryCorrelationStore(), new InMemoryHabits(), containments, lineage);
  }
}
