package dev.tokenresponder.aws.faults;

import java.util.function.Supplier;

/** What happens in place of, before or after a call to the outside. */
interface Fault {

  /**
   * Strikes at a call.
   *
   * @param step which one
   */
  <T> T strike(String step, Supplier<T> call);
}
