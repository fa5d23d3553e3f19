package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Takes one member out of one role in one policy; whoever else holds the role, and under what
 * condition, stays as it is. Whoever is the last to hold full control keeps it. Permissions: {@code
 * getIamPolicy} and {@code setIamPolicy} of the kind of resource.
 */
public final class WithdrawRoleGrant implements ActionHandler, UndoHandler {
  private static final Set<String> FULL_CONTROL =
      Set.of("roles/owner", "roles/resourcemanager.organizationAdmin");

  private final Policies policies;

  /** Changes {@code policies}. */
  public WithdrawRoleGrant(Policies policies) {
    this.policies = policies;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String of = request.argument(Arguments.POLICY_OF);
    String expression = request.arguments().get(Arguments.CONDITION_EXPRESSION);
    Condition condition =
        expression == null
            ? null
            : new Condition(
                request.arguments().get(Arguments.CONDITION_TITLE), null, expression, null);
    Place place =
        new Place(
            request.argument(Arguments.GRANTED_ROLE),
            request.argument(Arguments.MEMBER),
            condition);
    PolicyDocument policy = policies.read(of);
    if (!policy.has(place)) {
      return new Preparation.Unchanged(
          place.member() + " does not hold " + place.role() + " on " + of, Undo.NOTHING);
    }
    if (isLast(policy, place)) {
      return new Preparation.Refused(last(of, place));
    }
    return new Preparation.Ready(
        new Withdrawal(of, policy.asHeld(place), Members.of(request), Members.giver(request)));
  }

  private static boolean isLast(PolicyDocument policy, Place place) {
    return place.condition() == null
        && FULL_CONTROL.contains(place.role())
        && policy.without(place).bindings().stream()
            .filter(b -> b.role().equals(place.role()) && b.condition() == null)
            .flatMap(b -> b.members().stream())
            .allMatch(member -> member.startsWith("deleted:"));
  }

  private static String last(String of, Place place) {
    return place.member() + " is the only one with " + place.role() + " on " + of;
  }

  @Override
  public String undo(Undo undo, Instant now) {
    String of = Places.of(undo);
    Place place = Places.places(undo).get(0);
    PolicyEdit.apply(policies, of, policy -> policy.with(place));
    ReadBack.until(() -> policies.read(of).has(place), "the role of " + place.member());
    return "read back: " + place.member() + " holds " + place.role() + " on " + of;
  }

  private final class Withdrawal implements Preparation.Change {
    private final String of;
    private final Place place;
    private final Principal member;
    private final List<Principal> giver;

    Withdrawal(String of, Place place, Principal member, List<Principal> giver) {
      this.of = of;
      this.place = place;
      this.member = member;
      this.giver = giver;
    }

    @Override
    public Principal principal() {
      return member;
    }

    @Override
    public List<Principal> alsoAffected() {
      return giver;
    }

    @Override
    public String description() {
      return "take " + place.member() + " out of " + place.role() + " on " + of;
    }

    @Override
    public Undo undo() {
      return Places.undo(of, List.of(place));
    }

    /** Looks once more who is last: others may have been taken out since. */
    @Override
    public void apply() {
      PolicyEdit.apply(
          policies,
          of,
          policy -> {
            if (policy.has(place) && isLast(policy, place)) {
              throw ActionException.permanent(last(of, place));
            }
            return policy.without(place);
          });
    }

    @Override
    public String verify() {
      ReadBack.until(() -> !policies.read(of).has(place), "that the role is withdrawn");
      return "read back: " + place.member() + " no longer holds " + place.role() + " on " + of;
    }
  }
}
