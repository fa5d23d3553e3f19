package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes everybody out of the roles by which a service account can be impersonated or its keys be
 * had (IAM, "Roles for service account authentication"). Permissions: {@code
 * iam.serviceAccounts.getIamPolicy}, {@code setIamPolicy}.
 */
public final class CloseImpersonation implements ActionHandler, UndoHandler {
  private static final Set<String> EVERYBODY = Set.of("allUsers", "allAuthenticatedUsers");
  private static final Set<String> ROLES =
      Set.of(
          "roles/editor",
          "roles/iam.securityAdmin",
          "roles/iam.serviceAccountAdmin",
          "roles/iam.serviceAccountKeyAdmin",
          "roles/iam.serviceAccountOpenIdTokenCreator",
          "roles/iam.serviceAccountTokenCreator",
          "roles/iam.serviceAccountUser",
          "roles/iam.workloadIdentityUser",
          "roles/owner");

  private final Policies policies;

  /** Changes {@code policies}. */
  public CloseImpersonation(Policies policies) {
    this.policies = policies;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String of = request.argument(Arguments.POLICY_OF);
    List<Place> open = open(policies.read(of));
    return open.isEmpty()
        ? new Preparation.Unchanged(of + " is not open to everybody", Undo.NOTHING)
        : new Preparation.Ready(new Closing(of, open, Members.giver(request)));
  }

  private static List<Place> open(PolicyDocument policy) {
    List<Place> open = new ArrayList<>();
    for (Binding binding : policy.bindings()) {
      for (String member : binding.members()) {
        if (ROLES.contains(binding.role()) && EVERYBODY.contains(member)) {
          open.add(new Place(binding.role(), member, binding.condition()));
        }
      }
    }
    return open;
  }

  @Override
  public String undo(Undo undo, Instant now) {
    String of = Places.of(undo);
    List<Place> places = Places.places(undo);
    PolicyEdit.apply(
        policies,
        of,
        policy -> {
          PolicyDocument opened = policy;
          for (Place place : places) {
            opened = opened.with(place);
          }
          return opened;
        });
    ReadBack.until(
        () -> places.stream().allMatch(policies.read(of)::has), "that " + of + " is open again");
    return "read back: " + of + " is open to everybody again";
  }

  private final class Closing implements Preparation.Change {
    private final String of;
    private final Set<Place> open;
    private final List<Principal> giver;

    Closing(String of, List<Place> open, List<Principal> giver) {
      this.of = of;
      this.open = new LinkedHashSet<>(open);
      this.giver = giver;
    }

    @Override
    public List<Principal> alsoAffected() {
      return giver;
    }

    @Override
    public Principal principal() {
      String[] parts = of.split("/");
      String email = parts[parts.length - 1];
      return new Principal(PrincipalType.SERVICE_ACCOUNT, email, email, parts[1], null);
    }

    @Override
    public String description() {
      return "take everybody out of "
          + open.stream().map(Place::role).distinct().collect(Collectors.joining(", "))
          + " on "
          + of;
    }

    @Override
    public Undo undo() {
      return Places.undo(of, List.copyOf(open));
    }

    @Override
    public void apply() {
      PolicyEdit.apply(
          policies,
          of,
          policy -> {
            PolicyDocument closed = policy;
            for (Place place : open(policy)) {
              open.add(place);
              closed = closed.without(place);
            }
            return closed;
          });
    }

    @Override
    public String verify() {
      ReadBack.until(() -> open(policies.read(of)).isEmpty(), "that " + of + " is closed");
      return "read back: everybody is out of the roles that open " + of;
    }
  }
}
