package dev.tokenresponder.respond;

import static dev.tokenresponder.respond.LogFilters.METHOD;

import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.cloudlogging.Restriction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of Cloud Audit Logs has to show for a field of the taxonomy to have a value: the
 * other direction of the decoder, as far as a filter can follow it.
 */
final class GoogleAuditHints {
  private static final String WHO = "protoPayload.authenticationInfo.";
  private static final String EMAIL = WHO + "principalEmail";
  private static final String SUBJECT = WHO + "principalSubject";

  /** What Cloud Audit Logs never tell: countries, and what applications are let do. */
  static final Set<String> ABSENT =
      Set.of(
          "client.app_name",
          "client.protocol",
          "client.risk",
          "client.scopes",
          "client.verified",
          "context.country_changed",
          "context.first_seen_country",
          "context.scope_admin",
          "context.scope_files",
          "context.scope_mail",
          "context.scope_offline",
          "credential.key_id",
          "credential.workload",
          "grant.policy",
          "network.country",
          "network.private_endpoint");

  private static final Set<Restriction> KEYS =
      Set.of(Restriction.existing(WHO + "serviceAccountKeyName"));
  private static final Set<Restriction> APPLICATIONS =
      Set.of(Restriction.existing(WHO + "oauthInfo.oauthClientId"));
  private static final Set<Restriction> SERVICE_ACCOUNTS = serviceAccounts();

  private GoogleAuditHints() {}

  /** Restrictions of which the entry meets one, if the field meets the test; null for none. */
  static @Nullable Set<Restriction> of(String field, ValueTest test) {
    if (!needsValue(test)) {
      return null;
    }
    if (ABSENT.contains(field)) {
      return Set.of();
    }
    if (field.startsWith("grant.")) {
      return grants();
    }
    return switch (field) {
      case "event.name" -> Restriction.literally(METHOD, test, true);
      case "client.app_id", "context.app_approved", "context.first_seen_app" -> APPLICATIONS;
      case "context.contained" -> union(Stream.of(KEYS, APPLICATIONS, SERVICE_ACCOUNTS));
      case "actor.id" -> actor(test);
      case "activity" -> plainText(test).map(GoogleAuditHints::activity).orElse(null);
      case "credential.kind" -> plainText(test).map(GoogleAuditHints::kind).orElse(null);
      case "actor.type" ->
          plainText(test)
              .filter(PrincipalType.SERVICE_ACCOUNT.label()::equals)
              .map(type -> SERVICE_ACCOUNTS)
              .orElse(null);
      default -> null;
    };
  }

  /** Whether nothing meets the test where the field is absent. */
  static boolean needsValue(ValueTest test) {
    return test instanceof ValueTest.OnValue
        || test instanceof ValueTest.Existence existence && existence.expected();
  }

  static Optional<String> plainText(ValueTest test) {
    return test instanceof ValueTest.Text text && text.pattern().isPlain()
        ? text.pattern().literals().stream().findFirst()
        : Optional.empty();
  }

  /** Service agents are Google's own, and count as services. */
  private static Set<Restriction> serviceAccounts() {
    Set<Restriction> accounts = new HashSet<>();
    for (String field : List.of(EMAIL, SUBJECT)) {
      accounts.add(Restriction.containing(field, ".iam.gserviceaccount.com").unless("@gcp-sa-"));
      accounts.add(Restriction.containing(field, "@appspot.gserviceaccount.com"));
      accounts.add(Restriction.containing(field, "@developer.gserviceaccount.com"));
    }
    accounts.add(Restriction.containing(EMAIL, "system:serviceaccount:"));
    return Set.copyOf(accounts);
  }

  /** The address, or what comes instead of it, which may have a type in front. */
  private static @Nullable Set<Restriction> actor(ValueTest test) {
    Set<Restriction> address = Restriction.literally(EMAIL, test, false);
    return address == null
        ? null
        : Stream.concat(
                address.stream(),
                address.stream().map(is -> Restriction.containing(SUBJECT, is.text())))
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Restriction> kind(String label) {
    for (CredentialKind kind : CredentialKind.values()) {
      if (kind.label().equals(label)) {
        return switch (kind) {
          case KEY -> KEYS;
          case OAUTH_GRANT -> APPLICATIONS;
          case SERVICE_ACCOUNT_TOKEN -> SERVICE_ACCOUNTS;
          case SESSION, PASSWORD, APP_SECRET -> Set.of();
        };
      }
    }
    return Set.of();
  }

  private static @Nullable Set<Restriction> activity(String label) {
    return Arrays.stream(Activity.values())
        .filter(activity -> activity.label().equals(label) && activity != Activity.USE)
        .findFirst()
        .map(activity -> calls(EnumSet.of(activity)))
        .orElse(null);
  }

  /** Policies, and Kubernetes' bindings and roles. */
  private static Set<Restriction> grants() {
    return union(
        Stream.of(
            calls(EnumSet.of(Activity.GRANT, Activity.WIDEN)), containing(Stream.of("roles."))));
  }

  private static Set<Restriction> calls(Set<Activity> activities) {
    return containing(Decoders.googleCalls(activities).stream());
  }

  private static Set<Restriction> containing(Stream<String> parts) {
    return parts
        .map(part -> Restriction.containing(METHOD, part))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Restriction> union(Stream<Set<Restriction>> sets) {
    return sets.flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }
}
