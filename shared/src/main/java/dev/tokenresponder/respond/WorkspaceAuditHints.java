package dev.tokenresponder.respond;

import static dev.tokenresponder.respond.LogFilters.EVENT;
import static dev.tokenresponder.respond.LogFilters.SERVICE;

import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.cloudlogging.Restriction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The same as {@link GoogleAuditHints} for Workspace's events in Cloud Logging. */
final class WorkspaceAuditHints {
  private static final String EMAIL = "protoPayload.authenticationInfo.principalEmail";

  /** What these events never tell: programs, and countries. */
  static final Set<String> ABSENT =
      Set.of(
          "client.protocol",
          "client.user_agent",
          "client.verified",
          "context.country_changed",
          "context.first_seen_agent",
          "context.first_seen_country",
          "credential.key_id",
          "credential.parent",
          "credential.workload",
          "grant.policy",
          "network.country",
          "network.private_endpoint",
          "network.service");

  private WorkspaceAuditHints() {}

  /** The services whose events are read. */
  static Set<Restriction> services() {
    return services(Decoders.workspaceServices().keySet().stream());
  }

  /** Restrictions of which the entry meets one, if the field meets the test; null for none. */
  static @Nullable Set<Restriction> of(String field, ValueTest test) {
    if (!GoogleAuditHints.needsValue(test)) {
      return null;
    }
    if (ABSENT.contains(field)) {
      return Set.of();
    }
    if (field.startsWith("grant.")) {
      return events(EnumSet.of(Activity.GRANT));
    }
    if (field.startsWith("client.") && !field.equals("client.risk")
        || field.startsWith("context.scope_")) {
      return services(Stream.of("token", "admin"));
    }
    return switch (field) {
      case "event.name" -> Restriction.literally(EVENT, test, true);
      case "actor.id" -> Restriction.literally(EMAIL, test, false);
      case "context.app_approved", "context.first_seen_app" ->
          services(Stream.of("token", "admin"));
      case "context.contained" -> services(Stream.of("token"));
      case "target.type" ->
          GoogleAuditHints.plainText(test)
              .filter(PrincipalType.IDENTITY_PROVIDER.label()::equals)
              .map(type -> services(Stream.of("admin")))
              .orElse(null);
      case "activity" ->
          GoogleAuditHints.plainText(test).map(WorkspaceAuditHints::activity).orElse(null);
      case "credential.kind" ->
          GoogleAuditHints.plainText(test).map(WorkspaceAuditHints::kind).orElse(null);
      default -> null;
    };
  }

  /** People act by what they let applications do; of their sessions nothing is told. */
  private static Set<Restriction> kind(String label) {
    return label.equals(CredentialKind.OAUTH_GRANT.label())
        ? services(Stream.of("token"))
        : Set.of();
  }

  private static @Nullable Set<Restriction> activity(String label) {
    return Arrays.stream(Activity.values())
        .filter(activity -> activity.label().equals(label) && activity != Activity.USE)
        .findFirst()
        .map(
            activity ->
                activity == Activity.CHANGE
                    ? services(Stream.of("login", "admin"))
                    : events(EnumSet.of(activity)))
        .orElse(null);
  }

  private static Set<Restriction> events(Set<Activity> activities) {
    return Decoders.workspaceEvents(activities).stream()
        .map(part -> Restriction.containing(EVENT, part))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Restriction> services(Stream<String> applications) {
    return applications
        .map(application -> Decoders.workspaceServices().get(application))
        .map(service -> Restriction.equalTo(SERVICE, service))
        .collect(Collectors.toUnmodifiableSet());
  }
}
