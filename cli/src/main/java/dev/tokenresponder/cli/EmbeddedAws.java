package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.aws.iam.AwsHandlers;
import dev.tokenresponder.aws.iam.Identity;
import dev.tokenresponder.cli.demo.EmbeddedIam;
import dev.tokenresponder.cli.demo.EmbeddedIdentityCenter;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.TagLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A made-up AWS in which exactly the roles, users and keys exist that the events speak of, so that
 * the whole way can be seen without an account.
 */
final class EmbeddedAws implements Cloud {
  private final Map<String, EmbeddedIam> accounts = new HashMap<>();
  private final Map<String, EmbeddedIdentityCenter> centers = new HashMap<>();

  @Override
  public void prepareFor(TokenEvent event) {
    add(event.credential());
    add(event.issued());
  }

  @Override
  public List<Exemption> self() {
    return List.of();
  }

  @Override
  public Map<String, ActionHandler> handlers() {
    Map<String, ActionHandler> handlers = new HashMap<>();
    for (ActionSpec action : Catalogue.all()) {
      if (action.containment() && action.permissions().containsKey("aws")) {
        handlers.put(action.name(), request -> handler(request).prepare(request));
      }
    }
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
    return request.arguments().containsKey(Arguments.PERMISSION_SET)
        ? stateOfPermissionSet(request)
        : stateOfIdentity(request);
  }

  private List<String> stateOfPermissionSet(ActionRequest request) {
    EmbeddedIdentityCenter center = center(request);
    String name = request.argument(Arguments.PERMISSION_SET);
    String session = request.argument(Arguments.SESSION);
    String about = request.arguments().getOrDefault(Arguments.USER_ID, session);
    List<String> lines = new ArrayList<>(center.describe(name));
    boolean works = center.allows(name, about, seenAt(request));
    lines.add("session " + session + ": " + (works ? "works" : "denied everything"));
    return lines;
  }

  private List<String> stateOfIdentity(ActionRequest request) {
    EmbeddedIam iam = iam(request.account());
    String role = request.arguments().get(Arguments.ROLE);
    String user = request.arguments().get(Arguments.USER);
    Identity identity =
        role == null
            ? Identity.user(Objects.requireNonNullElse(user, ""))
            : Identity.role(Arn.parse(role).map(Arn::lastName).orElse(role));
    List<String> lines = new ArrayList<>(iam.describe(identity));
    String session = request.arguments().get(Arguments.SESSION);
    if (session != null) {
      boolean works = iam.allows(identity, session, seenAt(request));
      lines.add("session " + session + ": " + (works ? "works" : "denied everything"));
      String other = session + "-another";
      boolean otherWorks = iam.allows(identity, other, seenAt(request));
      lines.add(
          "other sessions of " + identity + ": " + (otherWorks ? "work" : "denied everything"));
    }
    return lines;
  }

  private static Instant seenAt(ActionRequest request) {
    return Instant.parse(request.argument(Arguments.SEEN_AT));
  }

  private ActionHandler handler(ActionRequest request) {
    return Objects.requireNonNull(
        AwsHandlers.containment(iam(request.account()), Optional.of(center(request)))
            .get(request.action()));
  }

  /** The one that has the identity store of the record. */
  private EmbeddedIdentityCenter center(ActionRequest request) {
    String store = request.arguments().getOrDefault(Arguments.IDENTITY_STORE, "d-1234567890");
    return centers.computeIfAbsent(store, EmbeddedIdentityCenter::new);
  }

  private EmbeddedIam iam(@Nullable String account) {
    return accounts.computeIfAbsent(String.valueOf(account), EmbeddedIam::new);
  }

  private void add(@Nullable Credential credential) {
    if (credential == null || credential.principal().name() == null) {
      return;
    }
    Principal principal = credential.principal();
    EmbeddedIam iam = iam(principal.account());
    String name = principal.name();
    String id = credential.ref().id();
    if (principal.type() == PrincipalType.ROLE_SESSION && id.indexOf(':') > 0) {
      iam.addRole(name, id.substring(0, id.indexOf(':')), path(principal));
    } else if (principal.type() == PrincipalType.USER) {
      String userId = Objects.requireNonNullElse(principal.id(), "AIDA" + name);
      iam.addUser(name, userId, credential.ref().kind() == CredentialKind.KEY ? id : null);
    }
  }

  /** Where a record names no path, a role that is named like one of Identity Center's is one. */
  private static String path(Principal principal) {
    String path = pathOf(principal);
    boolean theirs = String.valueOf(principal.name()).startsWith("AWSReservedSSO_");
    return theirs && path.equals("/") ? "/aws-reserved/sso.amazonaws.com/" : path;
  }

  private static String pathOf(Principal principal) {
    return Arn.parse(principal.resource())
        .map(arn -> "/" + arn.name().substring(0, arn.name().lastIndexOf('/') + 1))
        .orElse("/");
  }
}
