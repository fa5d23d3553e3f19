package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.aws.iam.Iam.Role;
import dev.tokenresponder.aws.iam.IdentityCenter.PermissionSet;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Revokes the sessions that one person of IAM Identity Center has through one permission set in one
 * account: by a denial in its inline policy, which then is provisioned to the account (IAM Identity
 * Center User Guide, "Revoke access for deleted users"). The denial names the person where the
 * record did, else the session, which is the same for this account. Sessions that the person has
 * through it in other accounts are denied when it is provisioned there next. The undo takes the
 * statement out, leaves every other character of the policy as it was, and provisions again.
 */
public final class RevokeIdentityCenterSessions implements ActionHandler, UndoHandler {
  private static final String RESERVED = "/aws-reserved/sso.amazonaws.com/";
  private static final String UNSET =
      "the responder is not told which instance of IAM Identity Center it may change; set"
          + " TOKEN_RESPONDER_IDENTITY_CENTER to its ARN, or disable the user in IAM Identity"
          + " Center";
  private static final String OTHERS = "others have the permission set too";

  private final Supplier<Optional<IdentityCenter>> centers;
  private final Iams iams;
  private final Pace pace;

  /**
   * Revokes through one instance.
   *
   * @param centers the instance; empty where none may be changed
   * @param iams the accounts whose roles can be looked at
   */
  public RevokeIdentityCenterSessions(
      Supplier<Optional<IdentityCenter>> centers, Iams iams, Pace pace) {
    this.centers = centers;
    this.iams = iams;
    this.pace = pace;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<IdentityCenter> found = centers.get();
    String account = request.account();
    if (found.isEmpty() || account == null) {
      return new Preparation.Refused(found.isEmpty() ? UNSET : "the request names no account");
    }
    IdentityCenter center = found.get();
    String session = request.argument(Arguments.SESSION);
    Arn role =
        Arn.parse(request.argument(Arguments.ROLE))
            .orElseThrow(() -> ActionException.permanent("the request names no role"));
    String name = request.argument(Arguments.PERMISSION_SET);
    String forbidden = forbidden(request, account, role.lastName(), session);
    if (forbidden == null) {
      forbidden = elsewhere(center, request);
    }
    if (forbidden != null) {
      return new Preparation.Refused(forbidden);
    }
    List<PermissionSet> sets = center.permissionSets(account, name);
    if (sets.size() != 1) {
      return new Preparation.Refused(
          "account "
              + account
              + " has "
              + (sets.isEmpty() ? "no permission set" : sets.size() + " permission sets")
              + " named "
              + name
              + " of instance "
              + center.instance());
    }
    return deny(request, new PermissionSetPolicy(center, sets.get(0), account), session);
  }

  private Preparation deny(ActionRequest request, PermissionSetPolicy place, String session) {
    String userId = request.arguments().get(Arguments.USER_ID);
    String about = userId == null ? session : userId;
    Denial denial = Denial.of(Owner.of(request, about, false), InlineDenial.cutoff(request), about);
    InlineDenial inline =
        new InlineDenial(place, pace, request, denial, about, () -> Optional.of(OTHERS));
    Optional<String> problem = inline.problem();
    if (problem.isPresent()) {
      return new Preparation.Refused(problem.get());
    }
    Optional<Denial> there = inline.holding();
    Denial written = there.orElse(denial);
    Undo undo = new Undo(inline.undoCommand(written), inline.undoData(written));
    if (there.isPresent() && place.center().isProvisioned(place.set(), place.account())) {
      return new Preparation.Unchanged("nothing to change: " + inline.already(), undo);
    }
    return new Preparation.Ready(
        new Change(
            inline,
            place,
            new Provisioner(place.center(), place.set(), place.account(), pace),
            whole(request, session),
            new Principal(
                PrincipalType.USER,
                userId,
                session.substring(session.indexOf(':') + 1),
                place.account(),
                null),
            "deny everything to the sessions of "
                + session.substring(session.indexOf(':') + 1)
                + " through permission set "
                + place.set().name()
                + " issued before "
                + denial.cutoff()
                + ", and provision it to account "
                + place.account(),
            undo,
            there.isPresent()));
  }

  private static Principal whole(ActionRequest request, String session) {
    String arn = request.argument(Arguments.ROLE);
    String name = Arn.parse(arn).map(Arn::lastName).orElse(null);
    return new Principal(PrincipalType.ROLE_SESSION, session, name, request.account(), arn);
  }

  /** What only looks like one of its roles must not look contained. */
  private @Nullable String forbidden(
      ActionRequest request, String account, String roleName, String session) {
    Optional<Iam> iam = iams.in(account);
    if (iam.isEmpty()) {
      return request.argument(Arguments.ROLE).contains(":role" + RESERVED)
          ? null
          : "the record does not prove that role "
              + roleName
              + " is one of IAM Identity Center, and account "
              + account
              + " cannot be looked into from here";
    }
    Optional<Role> role = iam.get().role(roleName);
    if (role.isEmpty()) {
      return "there is no role " + roleName + " in account " + account;
    }
    if (!role.get().path().startsWith(RESERVED)) {
      return "role " + roleName + " is not one of IAM Identity Center, it is only named like one";
    }
    return session.startsWith(role.get().id() + ":")
        ? null
        : "role " + roleName + " is not the one the session belongs to: it was made anew since";
  }

  private static @Nullable String elsewhere(IdentityCenter center, ActionRequest request) {
    Optional<String> store = center.store();
    if (store.isEmpty()) {
      return "there is no instance " + center.instance() + " in region " + center.region();
    }
    String named = request.arguments().get(Arguments.IDENTITY_STORE);
    return named == null || named.equals(store.get())
        ? null
        : "the person is from identity store " + named + ", the instance has " + store.get();
  }

  @Override
  public String undo(Undo undo, Instant now) {
    IdentityCenter center = centers.get().orElseThrow(() -> ActionException.permanent(UNSET));
    String instance = DenialRemoval.data(undo, "instance");
    if (!instance.equals(center.instance())) {
      throw ActionException.permanent(
          "it was done in instance " + instance + ", the responder is told of another");
    }
    PermissionSet set =
        new PermissionSet(
            DenialRemoval.data(undo, "permission_set"), DenialRemoval.data(undo, "name"));
    String account = DenialRemoval.data(undo, "account");
    String removed =
        DenialRemoval.of(new PermissionSetPolicy(center, set, account), pace, undo).remove();
    return removed + "; " + new Provisioner(center, set, account, pace).provision();
  }

  private record Change(
      InlineDenial inline,
      PermissionSetPolicy place,
      Provisioner provisioner,
      Principal principal,
      Principal person,
      String description,
      Undo undo,
      boolean stands)
      implements Preparation.Change {
    @Override
    public List<Principal> alsoAffected() {
      return List.of(person);
    }

    /** What others have overwritten meanwhile is written again before it is provisioned. */
    @Override
    public void apply() {
      inline.put();
      inline.readBack();
      provisioner.provision();
    }

    @Override
    public String verify() {
      String denied = inline.readBack();
      return denied + "; " + provisioner.check();
    }
  }
}
