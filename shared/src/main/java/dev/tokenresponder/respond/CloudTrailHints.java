package dev.tokenresponder.respond;

import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.eventbridge.Alternative;
import dev.tokenresponder.sigma.eventbridge.Alternative.Operator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a CloudTrail record has to show for a field of the taxonomy to have a value: the other
 * direction of the decoder, as far as an event pattern can follow it.
 */
final class CloudTrailHints {
  private CloudTrailHints() {}

  /** Alternatives of which the record meets one, if the field meets the test; null for none. */
  static @Nullable Set<Alternative> of(String field, ValueTest test) {
    if (field.startsWith("grant.") && test instanceof ValueTest.OnValue) {
      return calls(EnumSet.of(Activity.GRANT, Activity.WIDEN));
    }
    String value = plainText(test);
    if (value == null) {
      return null;
    }
    return switch (field) {
      case "actor.type" -> value.equals(PrincipalType.ROOT.label()) ? root() : null;
      case "credential.workload" -> value.equals("ec2") ? instance() : null;
      case "activity" -> activity(value);
      case "credential.kind" -> kind(value);
      default -> null;
    };
  }

  private static @Nullable String plainText(ValueTest test) {
    return test instanceof ValueTest.Text text
            && text.pattern().isPlain()
            && !text.pattern().literals().isEmpty()
        ? text.pattern().literals().get(0)
        : null;
  }

  /** The root user itself, or the federated user that it made. */
  private static Set<Alternative> root() {
    return Set.of(
        new Alternative("userIdentity.type", Operator.EQUALS, "Root"),
        new Alternative("userIdentity.sessionContext.sessionIssuer.type", Operator.EQUALS, "Root"));
  }

  /** The credentials say how they were delivered, or are named after the instance. */
  private static Set<Alternative> instance() {
    return Set.of(
        new Alternative("userIdentity.principalId", Operator.WILDCARD, "*:i-*"),
        new Alternative("userIdentity.sessionContext.ec2RoleDelivery", Operator.EXISTS, ""));
  }

  /** Long-term keys show in their name; applications have no credentials of their own here. */
  private static @Nullable Set<Alternative> kind(String label) {
    if (label.equals(CredentialKind.KEY.label())) {
      return Set.of(new Alternative("userIdentity.accessKeyId", Operator.PREFIX, "AKIA"));
    }
    boolean foreign =
        label.equals(CredentialKind.APP_SECRET.label())
            || label.equals(CredentialKind.OAUTH_GRANT.label())
            || label.equals(CredentialKind.SERVICE_ACCOUNT_TOKEN.label());
    return foreign ? Set.of() : null;
  }

  private static @Nullable Set<Alternative> activity(String label) {
    for (Activity activity : Activity.values()) {
      if (activity.label().equals(label) && activity != Activity.USE) {
        return calls(EnumSet.of(activity));
      }
    }
    return null;
  }

  private static Set<Alternative> calls(Set<Activity> activities) {
    return Decoders.cloudTrailCalls(activities).stream()
        .map(name -> new Alternative("eventName", Operator.EQUALS, name))
        .collect(Collectors.toSet());
  }
}
