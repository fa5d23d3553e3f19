package dev.tokenresponder.decode;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a successful change of an IAM policy or trust policy gives, and to whom. */
final class CloudTrailGrant {
  private static final Set<String> ADMINISTRATOR_POLICIES =
      Set.of("policy/AdministratorAccess", "policy/IAMFullAccess");

  private CloudTrailGrant() {}

  static @Nullable Grant of(Part record, Principal actor, @Nullable Principal target) {
    Part parameters = record.at("requestParameters");
    boolean toSelf = target != null && isSame(actor, target);
    return switch (record.required("eventName")) {
      case "UpdateAssumeRolePolicy" ->
          trust(parameters, "policyDocument", record.text("recipientAccountId"));
      case "CreateRole" ->
          trust(parameters, "assumeRolePolicyDocument", record.text("recipientAccountId"));
      case "AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy" ->
          attached(parameters.required("policyArn"), toSelf);
      case "PutUserPolicy", "PutRolePolicy", "PutGroupPolicy" -> inline(parameters, toSelf);
      default -> null;
    };
  }

  /** Whether the target is the user, or the role behind the session, that acted. */
  static boolean isSame(Principal actor, Principal target) {
    String name = actor.name();
    boolean sameKind =
        switch (actor.type()) {
          case USER -> target.type() == actor.type();
          case ROLE_SESSION -> target.type() == PrincipalType.ROLE;
          case ROOT -> target.type() == actor.type();
          case ROLE, SERVICE_ACCOUNT, APPLICATION, ANONYMOUS, SERVICE, ACCOUNT -> false;
          case IDENTITY_PROVIDER, RESOURCE, UNKNOWN -> false;
        };
    return sameKind && name != null && name.equals(target.name());
  }

  private static Grant trust(Part parameters, String name, @Nullable String ownAccount) {
    IamPolicy policy = IamPolicy.parse(parameters.required(name), parameters.path() + "." + name);
    Set<String> accounts = new TreeSet<>(policy.accounts());
    if (ownAccount != null) {
      accounts.remove(ownAccount);
    }
    return new Grant(policy.isOpenToEveryone(), accounts, false, false, null);
  }

  private static Grant attached(String policyArn, boolean toSelf) {
    boolean administrator =
        Arn.parse(policyArn)
            .map(arn -> ADMINISTRATOR_POLICIES.contains(arn.type() + "/" + arn.lastName()))
            .orElse(false);
    return new Grant(false, Set.of(), administrator, toSelf, policyArn);
  }

  private static Grant inline(Part parameters, boolean toSelf) {
    IamPolicy policy =
        IamPolicy.parse(
            parameters.required("policyDocument"), parameters.path() + ".policyDocument");
    return new Grant(false, Set.of(), policy.isAdministrator(), toSelf, null);
  }
}
