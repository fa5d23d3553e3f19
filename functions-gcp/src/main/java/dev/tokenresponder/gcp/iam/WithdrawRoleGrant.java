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
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes one member out of one role in one policy; whoever else holds the role, and under what
 * condition, stays as it is. Permissions: {@code getIamPolicy} and {@code setIamPolicy} of the kind
 * of resource.
 */
public final class WithdrawRoleGrant implements ActionHandler, UndoHandler {
  private final Policies policies;

  /** Changes {@code policies}. */
  public WithdrawRoleGrant(Policies policies) {
    this.policies = policies;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String of = request.argument(Arguments.POLICY_OF);
    Place place =
        new Place(
            request.argument(Arguments.GRANTED_ROLE),
            request.argument(Arguments.MEMBER),
            request.arguments().get(Arguments.CONDITION_TITLE),
            request.arguments().get(Arguments.CONDITION_EXPRESSION));
    PolicyDocument policy = policies.read(of);
    Undo undo = undo(of, place);
    if (!policy.has(place)) {
      return new Preparation.Unchanged(
          place.member() + " does not hold " + place.role() + " on " + of, undo);
    }
    if (isLastOwner(policy, place)) {
      return new Preparation.Refused(place.member() + " is the only owner of " + of);
    }
    return new Preparation.Ready(new Withdrawal(of, place, undo));
  }

  private static boolean isLastOwner(PolicyDocument policy, Place place) {
    return place.expression() == null
        && place.role().equals("roles/owner")
        && policy.without(place).bindings().stream()
            .noneMatch(b -> b.role().equals("roles/owner") && b.condition() == null);
  }

  @Override
  public String undo(Undo undo, Instant now) {
    Map<String, String> data = undo.data();
    String of = data.get("policy_of");
    String role = data.get("role");
    String member = data.get("member");
    if (of == null || role == null || member == null) {
      throw ActionException.permanent("it is not known what was withdrawn");
    }
    Place place =
        new Place(role, member, data.get("condition_title"), data.get("condition_expression"));
    PolicyEdit.apply(policies, of, policy -> policy.with(place));
    ReadBack.until(() -> policies.read(of).has(place), "the role of " + member);
    return "read back: " + member + " holds " + role + " on " + of;
  }

  private static Undo undo(String of, Place place) {
    Map<String, String> data = new TreeMap<>();
    data.put("policy_of", of);
    data.put("role", place.role());
    data.put("member", place.member());
    if (place.expression() != null) {
      data.put("condition_title", place.title() == null ? "" : place.title());
      data.put("condition_expression", place.expression());
    }
    return new Undo(GrantCommands.add(of, place), data);
  }

  /** The member as a principal, so that an exemption of that very address is heeded. */
  static Principal principal(String member) {
    String rest = member.substring(member.indexOf(':') + 1);
    PrincipalType type =
        member.startsWith("user:")
            ? PrincipalType.USER
            : member.startsWith("serviceAccount:")
                ? PrincipalType.SERVICE_ACCOUNT
                : PrincipalType.UNKNOWN;
    return new Principal(type, rest, rest, null, null);
  }

  private final class Withdrawal implements Preparation.Change {
    private final String of;
    private final Place place;
    private final Undo undo;

    Withdrawal(String of, Place place, Undo undo) {
      this.of = of;
      this.place = place;
      this.undo = undo;
    }

    @Override
    public Principal principal() {
      return WithdrawRoleGrant.principal(place.member());
    }

    @Override
    public String description() {
      return "take " + place.member() + " out of " + place.role() + " on " + of;
    }

    @Override
    public Undo undo() {
      return undo;
    }

    @Override
    public void apply() {
      PolicyEdit.apply(policies, of, policy -> policy.without(place));
    }

    @Override
    public String verify() {
      ReadBack.until(() -> !policies.read(of).has(place), "that the role is withdrawn");
      return "read back: " + place.member() + " no longer holds " + place.role() + " on " + of;
    }
  }
}
