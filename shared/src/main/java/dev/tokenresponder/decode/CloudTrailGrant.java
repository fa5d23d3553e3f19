package dev.tokenresponder.decode;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Grant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a successful change of an IAM policy or trust policy gives, and to whom. */
final class CloudTrailGrant {
  private static final Set<String> ADMINISTRATOR_POLICIES =
      Set.of("policy/AdministratorAccess", "policy/IAMFullAccess");

  /** What IAM takes, blanks included (IAM API reference, {@code policyDocumentType}). */
  private static final int LONGEST_DOCUMENT = 131_072;

  private CloudTrailGrant() {}

  static @Nullable Grant of(Part record) {
    Part parameters = record.at("requestParameters");
    return switch (record.required("eventName")) {
      case "UpdateAssumeRolePolicy" ->
          trust(parameters, "policyDocument", record.text("recipientAccountId"));
      case "CreateRole" ->
          trust(parameters, "assumeRolePolicyDocument", record.text("recipientAccountId"));
      case "AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy" ->
          attached(parameters.required("policyArn"));
      case "PutUserPolicy", "PutRolePolicy", "PutGroupPolicy" -> inline(parameters);
      default -> null;
    };
  }

  private static Grant trust(Part parameters, String name, @Nullable String ownAccount) {
    IamPolicy policy = policy(parameters, name);
    Set<String> accounts = new TreeSet<>(policy.accounts());
    if (ownAccount != null) {
      accounts.remove(ownAccount);
    }
    return Grant.byPolicy(policy.isOpenToEveryone(), accounts, false, null);
  }

  private static Grant attached(String policyArn) {
    boolean administrator =
        Arn.parse(policyArn)
            .map(arn -> ADMINISTRATOR_POLICIES.contains(arn.type() + "/" + arn.lastName()))
            .orElse(false);
    return Grant.byPolicy(false, Set.of(), administrator, policyArn);
  }

  private static Grant inline(Part parameters) {
    IamPolicy policy = policy(parameters, "policyDocument");
    return Grant.byPolicy(false, Set.of(), policy.isAdministrator(), null);
  }

  private static IamPolicy policy(Part parameters, String name) {
    String text = parameters.text(name, LONGEST_DOCUMENT);
    String path = parameters.path() + "." + name;
    if (text == null) {
      throw new MalformedRecordException("'" + path + "' is missing");
    }
    return IamPolicy.parse(text, path);
  }
}
