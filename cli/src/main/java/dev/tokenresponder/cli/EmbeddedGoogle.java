package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.cli.demo.EmbeddedDirectory;
import dev.tokenresponder.cli.demo.EmbeddedPolicies;
import dev.tokenresponder.cli.demo.EmbeddedServiceAccounts;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant.Membership;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.gcp.iam.IamHandlers;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import dev.tokenresponder.gcp.workspace.Progress;
import dev.tokenresponder.gcp.workspace.WorkspaceHandlers;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.TagLookup;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A made-up Google Cloud and Workspace in which exactly the accounts, keys, members and people
 * exist that the events speak of, and beside each member another one, to see that it stays.
 */
final class EmbeddedGoogle implements Cloud {
  private final EmbeddedServiceAccounts accounts = new EmbeddedServiceAccounts();
  private final EmbeddedPolicies policies = new EmbeddedPolicies();
  private final EmbeddedDirectory directory = new EmbeddedDirectory();
  private final Policy policy;
  private final Clock clock;

  EmbeddedGoogle(Policy policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  public void prepareFor(TokenEvent event) {
    add(event.actor());
    add(event.target());
    add(event.credential());
    add(event.issued());
    String of = policyOf(event.target());
    if (event.grant() != null && of != null) {
      for (Membership membership : event.grant().memberships()) {
        var when = membership.condition();
        Condition condition =
            when == null ? null : new Condition(when.title(), null, when.expression(), null);
        policies.add(of, membership.role(), "user:colleague@example.com", condition);
        policies.add(of, membership.role(), membership.member(), condition);
      }
    }
  }

  private static @Nullable String policyOf(@Nullable Principal target) {
    if (target == null) {
      return null;
    }
    return target.type() == PrincipalType.SERVICE_ACCOUNT
        ? "projects/"
            + Objects.requireNonNullElse(target.account(), "-")
            + "/serviceAccounts/"
            + target.id()
        : target.name();
  }

  private void add(@Nullable Principal principal) {
    if (principal != null && principal.id() != null) {
      if (principal.type() == PrincipalType.SERVICE_ACCOUNT) {
        accounts.add(
            principal.id(), Objects.requireNonNullElse(principal.account(), "example-project"));
      } else if (principal.type() == PrincipalType.USER) {
        directory.add(principal.id());
      }
    }
  }

  private void add(@Nullable Credential credential) {
    if (credential == null) {
      return;
    }
    add(credential.principal());
    String id = credential.ref().id();
    String owner = String.valueOf(credential.principal().id());
    if (credential.ref().kind() == CredentialKind.KEY) {
      accounts.addKey(owner, id.substring(id.lastIndexOf('/') + 1));
    } else if (credential.ref().kind() == CredentialKind.OAUTH_GRANT && id.indexOf('/') > 0) {
      directory.add(owner, id.substring(id.indexOf('/') + 1));
    }
  }

  @Override
  public List<Exemption> self() {
    return List.of();
  }

  @Override
  public Map<String, ActionHandler> handlers() {
    Map<String, ActionHandler> handlers =
        new HashMap<>(
            IamHandlers.of(accounts, policies, policy.serviceAccountTokenLifetime(), clock));
    handlers.putAll(WorkspaceHandlers.of(directory, new Remembered(), policy, clock));
    return handlers;
  }

  @Override
  public TagLookup tags() {
    return (principal, name) -> Optional.empty();
  }

  @Override
  public Notifier notifier() {
    return (owners, message) -> "sent nowhere, this cloud is made up";
  }

  @Override
  public List<String> stateOf(ActionRequest request) {
    List<String> lines = new ArrayList<>();
    Map<String, String> arguments = request.arguments();
    Optional.ofNullable(arguments.get(Arguments.SERVICE_ACCOUNT))
        .ifPresent(email -> lines.addAll(accounts.describe(email)));
    Optional.ofNullable(arguments.get(Arguments.POLICY_OF))
        .ifPresent(of -> lines.addAll(policies.describe(of)));
    Optional.ofNullable(arguments.get(Arguments.PERSON))
        .ifPresent(person -> lines.addAll(directory.describe(person)));
    return lines;
  }

  private static final class Remembered implements Progress {
    private final Map<String, Place> places = new HashMap<>();

    @Override
    public Optional<Place> read(String work) {
      return Optional.ofNullable(places.get(work));
    }

    @Override
    public void write(String work, Place place) {
      places.put(work, place);
    }
  }
}
