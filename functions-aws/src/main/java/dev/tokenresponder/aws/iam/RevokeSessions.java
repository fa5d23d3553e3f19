package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.aws.iam.Iam.Role;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Revokes sessions of a role or user by denying them; the credentials themselves cannot be deleted.
 * The undo takes the denial away, unless somebody has changed it.
 */
public final class RevokeSessions {
  private static final String ANY = "any session";

  private final Iams iams;
  private final Pace pace;
  private final Widening widening;

  /** Revokes in the account of {@code iam}. */
  public RevokeSessions(Iam iam) {
    this(Iams.only(iam), Pace.SHARED, Widening.ALLOWED);
  }

  /** Revokes in the accounts of {@code iams}. */
  public RevokeSessions(Iams iams, Pace pace, Widening widening) {
    this.iams = iams;
    this.pace = pace;
    this.widening = widening;
  }

  /** One session of a role. */
  public ActionHandler ofRoleSession() {
    return new Revocation(request -> role(request, request.argument(Arguments.SESSION)));
  }

  /** All sessions of a role issued before the cutoff. */
  public ActionHandler ofRole() {
    return new Revocation(request -> role(request, null));
  }

  /** All temporary sessions of a user issued before the cutoff. */
  public ActionHandler ofUser() {
    return new Revocation(this::user);
  }

  /** One of the three ways to look; they are all taken back in the same. */
  private final class Revocation implements ActionHandler, UndoHandler {
    private final ActionHandler look;

    Revocation(ActionHandler look) {
      this.look = look;
    }

    @Override
    public Preparation prepare(ActionRequest request) {
      return look.prepare(request);
    }

    @Override
    public String undo(Undo undo, Instant now) {
      return DenialRemoval.of(account(iams, undo), pace, undo).remove();
    }
  }

  private Preparation user(ActionRequest request) {
    Optional<Iam> account = iams.in(request.account());
    if (account.isEmpty()) {
      return foreign(iams, request);
    }
    Iam iam = account.get();
    String user = request.argument(Arguments.USER);
    Principal principal = UserTarget.find(iam, request, user);
    return deny(iam, request, Identity.user(user), principal, null, Optional::empty);
  }

  private Preparation role(ActionRequest request, @Nullable String session) {
    Optional<Iam> account = iams.in(request.account());
    if (account.isEmpty()) {
      return foreign(iams, request);
    }
    Iam iam = account.get();
    String name =
        Arn.parse(request.argument(Arguments.ROLE))
            .map(Arn::lastName)
            .orElseThrow(() -> ActionException.permanent("the request names no role"));
    Role role =
        iam.role(name)
            .orElseThrow(
                () ->
                    ActionException.permanent(
                        "there is no role " + name + " in account " + iam.account()));
    Preparation.@Nullable Refused forbidden = forbidden(role, session, request);
    if (forbidden != null) {
      return forbidden;
    }
    Principal whole = new Principal(PrincipalType.ROLE, role.id(), name, iam.account(), role.arn());
    Principal principal =
        session == null
            ? whole
            : new Principal(PrincipalType.ROLE_SESSION, session, name, iam.account(), role.arn());
    return deny(
        iam, request, Identity.role(name), principal, session, () -> widening.forbidden(whole));
  }

  private Preparation deny(
      Iam iam,
      ActionRequest request,
      Identity identity,
      Principal principal,
      @Nullable String session,
      Supplier<Optional<String>> narrow) {
    Denial denial =
        Denial.of(Owner.of(request, session, false), InlineDenial.cutoff(request), session);
    InlineDenial inline =
        new InlineDenial(
            new OwnPolicy(iam, identity),
            pace,
            request,
            denial,
            session == null ? ANY : session,
            narrow);
    Optional<String> problem = inline.problem();
    if (problem.isPresent()) {
      return new Preparation.Refused(problem.get());
    }
    Optional<Denial> there = inline.holding();
    Denial written = there.orElse(denial);
    Undo undo = new Undo(inline.undoCommand(written), inline.undoData(written));
    if (there.isPresent()) {
      return new Preparation.Unchanged("nothing to change: " + inline.already(), undo);
    }
    String which = session == null ? "every session of " + identity : "session " + session;
    return new Preparation.Ready(
        new DenialChange(
            inline,
            principal,
            "deny everything to " + which + " issued before " + denial.cutoff(),
            undo));
  }

  /** Service-linked and Identity Center roles are known for sure by their path only. */
  private Preparation.@Nullable Refused forbidden(
      Role role, @Nullable String session, ActionRequest request) {
    if (iams.isOurs(role.name())) {
      return new Preparation.Refused("role " + role.name() + " is the responder's own");
    }
    if (role.path().startsWith("/aws-service-role/")) {
      return new Preparation.Refused(
          "service-linked roles can only be changed by their AWS service");
    }
    if (role.path().startsWith("/aws-reserved/")) {
      return new Preparation.Refused(
          "roles of IAM Identity Center can only be changed through their permission set;"
              + " revoke-identity-center-sessions does that");
    }
    @Nullable String roleId = request.arguments().get(Arguments.ROLE_ID);
    if (session != null && !session.startsWith(role.id() + ":")
        || roleId != null && !roleId.equals(role.id())) {
      return new Preparation.Refused(
          "role " + role.name() + " is not the one the session belongs to: it was made anew since");
    }
    return null;
  }

  /** A role of the same name in another account must never be touched in its stead. */
  static Preparation.Refused foreign(Iams iams, ActionRequest request) {
    return new Preparation.Refused(
        "the target is in account "
            + request.account()
            + ", these credentials are for account "
            + iams.home());
  }

  /** The account that something was done in. */
  static Iam account(Iams iams, Undo undo) {
    String account = DenialRemoval.data(undo, "account");
    return iams.in(account)
        .orElseThrow(
            () ->
                ActionException.permanent(
                    "it was done in account "
                        + account
                        + ", these credentials are for account "
                        + iams.home()));
  }

  private record DenialChange(
      InlineDenial inline, Principal principal, String description, Undo undo)
      implements Preparation.Change {
    @Override
    public void apply() {
      inline.put();
    }

    @Override
    public String verify() {
      return inline.readBack();
    }
  }
}
