package dev.tokenresponder.aws.iam;

import java.util.Map;
import java.util.Optional;

/**
 * The little of IAM that the actions need, for one account. Every method throws an {@link
 * dev.tokenresponder.action.ActionException} when AWS does not answer as hoped.
 */
public interface Iam {

  /** The account whose IAM this is. */
  String account();

  /** A role as IAM describes it. */
  record Role(String name, String id, String arn, String path) {}

  /** The role of that name. Permission: {@code iam:GetRole}. */
  Optional<Role> role(String name);

  /** A user as IAM describes it. */
  record User(String name, String id, String arn) {}

  /** The user of that name. Permission: {@code iam:GetUser}. */
  Optional<User> user(String name);

  /**
   * The JSON of an inline policy. Permission: {@code iam:GetRolePolicy} or {@code
   * iam:GetUserPolicy}.
   */
  Optional<String> policy(Identity identity, String policyName);

  /**
   * Writes an inline policy. Permission: {@code iam:PutRolePolicy} or {@code iam:PutUserPolicy}.
   *
   * @return whether there was room; when not, nothing was written
   */
  boolean putPolicy(Identity identity, String policyName, String document);

  /**
   * Deletes an inline policy, if it is there. Permission: {@code iam:DeleteRolePolicy} or {@code
   * iam:DeleteUserPolicy}; needed to undo only.
   */
  void deletePolicy(Identity identity, String policyName);

  /**
   * The user who has an access key. Permission: {@code iam:GetAccessKeyLastUsed}, whose answer
   * names the user (IAM API reference, GetAccessKeyLastUsed).
   */
  Optional<String> userOfKey(String accessKeyId);

  /** Whether the user's key is active; empty without such a key. Permission: iam:ListAccessKeys. */
  Optional<Boolean> keyIsActive(String user, String accessKeyId);

  /** Makes a key inactive. Permission: {@code iam:UpdateAccessKey}. */
  void disableKey(String user, String accessKeyId);

  /** Makes a key active again. Permission: {@code iam:UpdateAccessKey}. */
  void enableKey(String user, String accessKeyId);

  /**
   * The tags of a role or user. Permission: {@code iam:ListRoleTags} or {@code iam:ListUserTags}.
   */
  Map<String, String> tags(Identity identity);
}
