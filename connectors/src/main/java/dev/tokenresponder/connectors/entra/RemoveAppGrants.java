package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes the permissions of one application, one by one, after writing all of them down: those
 * that one person gave it when the request names a person, else all of them, what it may do by
 * itself included (Microsoft Graph REST reference, "Delete oAuth2PermissionGrant", "Delete
 * appRoleAssignment"). What one person gave is not removed where the application was let in for
 * everybody too: it would go on as before. Permissions: {@code Application.Read.All}, {@code
 * AppRoleAssignment.ReadWrite.All}, {@code DelegatedPermissionGrant.ReadWrite.All}, {@code
 * User.Read.All}.
 */
final class RemoveAppGrants implements ActionHandler, UndoHandler {
  private final Graph graph;
  private final EntraTenant tenant;

  RemoveAppGrants(Graph graph, EntraTenant tenant) {
    this.graph = graph;
    this.tenant = tenant;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> foreign = tenant.refusal(request);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    DirectoryName name = DirectoryName.of(request);
    Optional<ServicePrincipal> found = graph.servicePrincipal(name);
    if (found.isEmpty()) {
      return new Preparation.Refused("there is no service principal " + name.id());
    }
    Optional<String> own = found.get().own(tenant);
    if (own.isPresent()) {
      return new Preparation.Refused(own.get());
    }
    String person = request.arguments().get(Arguments.PERSON);
    if (person == null) {
      String id = found.get().id();
      return prepare(
          request, found.get(), null, new GrantSnapshot(graph.grants(id), graph.assignments(id)));
    }
    Optional<DirectoryUser> user = graph.user(person);
    return user.isEmpty()
        ? new Preparation.Refused(person + " is nobody of this tenant")
        : prepare(request, found.get(), user.get());
  }

  private Preparation prepare(
      ActionRequest request, ServicePrincipal application, DirectoryUser person) {
    if (!graph.grantsForEverybody(application.id()).isEmpty()) {
      return new Preparation.Refused(
          "service principal "
              + application.id()
              + " was let in for everybody too, which outlives what "
              + person.name()
              + " gave: a person must decide whether it loses all permissions or is disabled");
    }
    List<PermissionGrant> own = graph.grants(application.id(), person.id());
    if (own.isEmpty() && request.arguments().containsKey(Arguments.PERSON_ASSUMED)) {
      return new Preparation.Refused(
          "the record does not say for whom the permission is, and "
              + person.name()
              + ", who gave it, has none of service principal "
              + application.id()
              + ": a person must find out");
    }
    return prepare(request, application, person, new GrantSnapshot(own, List.of()));
  }

  private Preparation prepare(
      ActionRequest request,
      ServicePrincipal application,
      @Nullable DirectoryUser person,
      GrantSnapshot snapshot) {
    Removal removal = new Removal(application, person, snapshot, giver(request, person));
    if (snapshot.isEmpty()) {
      return new Preparation.Unchanged(removal.outcome(), Undo.NOTHING);
    }
    return snapshot.isTooLarge()
        ? new Preparation.Refused(
            "service principal " + application.id() + " has too many permissions to write down")
        : new Preparation.Ready(removal);
  }

  /** As the directory knows whoever gave it; an application is known by its id only. */
  private @Nullable Principal giver(ActionRequest request, @Nullable DirectoryUser person) {
    String giver = request.arguments().get(Arguments.GIVEN_BY);
    if (giver == null || person != null && giver.equals(person.id())) {
      return null;
    }
    return graph
        .user(giver)
        .map(DirectoryUser::principal)
        .orElseGet(() -> new Principal(PrincipalType.UNKNOWN, giver, giver, null, null));
  }

  @Override
  public String undo(Undo undo, Instant now) {
    GrantSnapshot snapshot = GrantSnapshot.parse(tenant.undoValue(undo, "permissions"));
    String id = tenant.undoValue(undo, "service_principal");
    GrantSnapshot missing = missing(id, snapshot);
    missing.grants().forEach(graph::create);
    missing.assignments().forEach(graph::create);
    ReadBack.untilNone(() -> missing(id, snapshot).told(), "not given back");
    return "read back: service principal " + id + " has its " + snapshot.size() + " permissions";
  }

  /** What it has not got of what it had. */
  private GrantSnapshot missing(String id, GrantSnapshot snapshot) {
    List<PermissionGrant> grants = grants(id, snapshot);
    List<RoleAssignment> roles =
        snapshot.assignments().isEmpty() ? List.of() : graph.assignments(id);
    return new GrantSnapshot(
        snapshot.grants().stream()
            .filter(grant -> grants.stream().noneMatch(grant::isWithin))
            .toList(),
        snapshot.assignments().stream()
            .filter(role -> roles.stream().noneMatch(role::isLike))
            .toList());
  }

  /** Of what was one person's, only that person's are looked at. */
  private List<PermissionGrant> grants(String id, GrantSnapshot snapshot) {
    Set<String> people =
        snapshot.grants().stream().map(PermissionGrant::person).collect(Collectors.toSet());
    return people.size() == 1 && !people.contains("")
        ? graph.grants(id, people.iterator().next())
        : graph.grants(id);
  }

  private final class Removal implements Preparation.Change {
    private final ServicePrincipal application;
    private final @Nullable DirectoryUser person;
    private final GrantSnapshot snapshot;
    private final @Nullable Principal giver;

    Removal(
        ServicePrincipal application,
        @Nullable DirectoryUser person,
        GrantSnapshot snapshot,
        @Nullable Principal giver) {
      this.application = application;
      this.person = person;
      this.snapshot = snapshot;
      this.giver = giver;
    }

    @Override
    public Principal principal() {
      return person == null ? application.principal(tenant) : person.principal();
    }

    /** The application, and whoever let it in. */
    @Override
    public List<Principal> alsoAffected() {
      List<Principal> all =
          new ArrayList<>(ApplicationIds.of(graph, tenant, application.clientId()));
      if (giver != null) {
        all.add(giver);
      }
      return all;
    }

    @Override
    public String description() {
      return "remove "
          + snapshot.size()
          + " permissions of service principal "
          + application.id()
          + (person == null ? "" : " given by " + person.name());
    }

    @Override
    public Undo undo() {
      return new Undo(
          "",
          tenant.undoData(
              Map.of("service_principal", application.id(), "permissions", snapshot.text())));
    }

    @Override
    public void apply() {
      snapshot.grants().forEach(graph::delete);
      snapshot.assignments().forEach(graph::delete);
    }

    @Override
    public String verify() {
      ReadBack.until(this::isGone, "that the permissions are removed");
      return "read back: " + outcome();
    }

    private boolean isGone() {
      List<PermissionGrant> now =
          person == null
              ? graph.grants(application.id())
              : graph.grants(application.id(), person.id());
      List<String> grants = now.stream().map(PermissionGrant::id).toList();
      boolean gone = snapshot.grants().stream().noneMatch(grant -> grants.contains(grant.id()));
      if (!gone || snapshot.assignments().isEmpty()) {
        return gone;
      }
      List<String> assignments =
          graph.assignments(application.id()).stream().map(RoleAssignment::id).toList();
      return snapshot.assignments().stream()
          .noneMatch(assignment -> assignments.contains(assignment.id()));
    }

    String outcome() {
      return "service principal "
          + application.id()
          + (person == null ? " has no permission" : " has no permission from " + person.name())
          + Residue.OF_GRANT;
    }
  }
}
