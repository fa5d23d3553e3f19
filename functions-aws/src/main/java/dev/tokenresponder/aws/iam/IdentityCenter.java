package dev.tokenresponder.aws.iam;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The little of IAM Identity Center that the actions need, for one instance. Every method throws an
 * {@link dev.tokenresponder.action.ActionException} when AWS does not answer as hoped.
 */
public interface IdentityCenter {

  /** A permission set. */
  record PermissionSet(String arn, String name) {}

  /** How far the provisioning of a permission set has come. */
  enum Progress {
    IN_PROGRESS,
    SUCCEEDED,
    FAILED
  }

  /**
   * One provisioning.
   *
   * @param reason why it failed, where AWS tells
   */
  record Provisioning(String id, Progress progress, @Nullable String reason) {}

  /** The ARN of the instance. */
  String instance();

  /** The region of the instance. */
  String region();

  /**
   * The identity store of the instance; empty when these credentials see no such instance.
   * Permission: {@code sso:ListInstances}.
   */
  Optional<String> store();

  /**
   * The permission sets of exactly that name that an account has. Permissions: {@code
   * sso:ListPermissionSetsProvisionedToAccount}, {@code sso:DescribePermissionSet}.
   */
  List<PermissionSet> permissionSets(String account, String name);

  /**
   * Whether an account has the permission set as it is now. Permission: {@code
   * sso:ListPermissionSetsProvisionedToAccount}.
   */
  boolean isProvisioned(PermissionSet set, String account);

  /** Its inline policy. Permission: {@code sso:GetInlinePolicyForPermissionSet}. */
  Optional<String> policy(PermissionSet set);

  /**
   * Writes its inline policy. Permission: {@code sso:PutInlinePolicyToPermissionSet}.
   *
   * @return whether there was room; when not, nothing was written
   */
  boolean putPolicy(PermissionSet set, String document);

  /**
   * Deletes its inline policy. Permission: {@code sso:DeleteInlinePolicyFromPermissionSet}; needed
   * to undo only.
   */
  void deletePolicy(PermissionSet set);

  /** Begins to bring the role of an account up to it. Permission: sso:ProvisionPermissionSet. */
  Provisioning provision(PermissionSet set, String account);

  /** Looks again. Permission: {@code sso:DescribePermissionSetProvisioningStatus}. */
  Provisioning provisioning(String id);
}
