package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.gcp.ReadBack;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        : new Preparation.Ready(new Closing(of, open));
  }

  private static List<Place> open(PolicyDocument policy) {
    List<Place> open = new ArrayList<>();
    for (Binding binding : policy.bindings()) {
      Condition condition = binding.condition();
      for (String member : binding.members()) {
        if (ROLES.contains(binding.role()) && EVERYBODY.contains(member)) {
          open.add(
              new Place(
                  binding.role(),
                  member,
                  condition == null ? null : condition.title(),
                  condition == null ? null : condition.expression()));
        }
      }
    }
    return open;
  }

  /** Conditions are part of what is given back; without them more would be given than was. */
  @Override
  public String undo(Undo undo, Instant now) {
    String of = undo.data().get("policy_of");
    List<Place> places = places(undo.data());
    if (of == null || places.isEmpty()) {
      throw ActionException.permanent("it is not known what was closed");
    }
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

  private static Undo undo(String of, List<Place> open) {
    Map<String, String> data = new TreeMap<>();
    data.put("policy_of", of);
    for (int i = 0; i < open.size(); i++) {
      Place place = open.get(i);
      data.put("role." + i, place.role());
      data.put("member." + i, place.member());
      if (place.expression() != null) {
        data.put("condition_title." + i, place.title() == null ? "" : place.title());
        data.put("condition_expression." + i, place.expression());
      }
    }
    String commands =
        open.stream()
            .map(place -> GrantCommands.add(of, place))
            .collect(Collectors.joining(" && "));
    return new Undo(commands, data);
  }

  private static List<Place> places(Map<String, String> data) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; data.containsKey("role." + i) && data.containsKey("member." + i); i++) {
      places.add(
          new Place(
              data.getOrDefault("role." + i, ""),
              data.getOrDefault("member." + i, ""),
              data.get("condition_title." + i),
              data.get("condition_expression." + i)));
    }
    return places;
  }

  private final class Closing implements Preparation.Change {
    private final String of;
    private final List<Place> open;

    Closing(String of, List<Place> open) {
      this.of = of;
      this.open = open;
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
      return CloseImpersonation.undo(of, open);
    }

    @Override
    public void apply() {
      PolicyEdit.apply(
          policies,
          of,
          policy -> {
            PolicyDocument closed = policy;
            for (Place place : open(policy)) {
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
