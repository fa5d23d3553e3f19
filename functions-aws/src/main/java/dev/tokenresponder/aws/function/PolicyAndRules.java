package dev.tokenresponder.aws.function;

import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.RuleBook;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate} judges by. Files alone say it, and they are a version's own, so it is read
 * when the function starts: before the first event, and before the snapshot from which further ones
 * are restored (Lambda Developer Guide, "Improving startup performance with Lambda SnapStart").
 * Nothing that is secret, that connects or that must be unique is read then.
 */
@Singleton
class PolicyAndRules {
  private final Settings settings;
  private final boolean judges;
  private @Nullable Policy policy;
  private @Nullable RuleBook rules;

  PolicyAndRules() {
    this(System.getenv());
  }

  PolicyAndRules(Map<String, String> environment) {
    this.settings = new Settings(environment);
    this.judges = EvaluateFunction.NAME.equals(environment.get("QUARKUS_LAMBDA_HANDLER"));
  }

  /** Reads them early; what is wrong with them is said when the first event comes. */
  void onStart(@Observes StartupEvent started) {
    if (judges) {
      try {
        rules();
      } catch (RuntimeException e) {
        // The first event reads them again, and fails with the reason.
      }
    }
  }

  /**
   * The policy.
   *
   * @throws dev.tokenresponder.policy.PolicyException when there is none or it cannot be used
   */
  Policy policy() {
    Policy read = policy == null ? settings.policy() : policy;
    policy = read;
    return read;
  }

  /** The built-in rules and further ones, under the policy; throws as {@link #policy()}. */
  RuleBook rules() {
    RuleBook read = rules == null ? RuleBook.of(settings.rules(), policy()) : rules;
    rules = read;
    return read;
  }
}
