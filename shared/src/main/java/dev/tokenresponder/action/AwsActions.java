package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/** What can be done on AWS. */
final class AwsActions {
  private static final String AWS = "aws";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "revoke-role-session",
              "revoke-sessions",
              true,
              true,
              Map.of(AWS, List.of("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy")),
              "Denies everything to one session of a role, by an inline policy on the role that"
                  + " names the session; sessions of other names, and later ones, live on.",
              "Take the statement out of the inline policy.",
              "AROAEXAMPLEROLE123456:i-0abcd1234ef567890",
              AwsBindings::roleSession),
          new ActionSpec(
              "revoke-role-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(AWS, List.of("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy")),
              "Denies everything to all sessions of a role that were issued before a cutoff; new"
                  + " sessions work.",
              "Take the statement out of the inline policy.",
              "arn:aws:iam::111122223333:role/app-server",
              AwsBindings::roleSessions),
          new ActionSpec(
              "revoke-user-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(AWS, List.of("iam:GetUser", "iam:GetUserPolicy", "iam:PutUserPolicy")),
              "Denies everything to all temporary sessions that a user's credentials made before a"
                  + " cutoff; the user's own keys and password are untouched.",
              "Take the statement out of the inline policy.",
              "arn:aws:iam::111122223333:user/deploy-bot",
              AwsBindings::userSessions),
          new ActionSpec(
              "revoke-identity-center-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  AWS,
                  List.of(
                      "iam:GetRole",
                      "sso:DescribePermissionSet",
                      "sso:DescribePermissionSetProvisioningStatus",
                      "sso:GetInlinePolicyForPermissionSet",
                      "sso:ListInstances",
                      "sso:ListPermissionSetsProvisionedToAccount",
                      "sso:ProvisionPermissionSet",
                      "sso:PutInlinePolicyToPermissionSet")),
              "Denies everything to the sessions that one person of IAM Identity Center has through"
                  + " one permission set in one account, issued before a cutoff, by a statement in"
                  + " the inline policy of the permission set; others who have the permission set"
                  + " are untouched.",
              "Take the statement out of the inline policy and provision the permission set.",
              "AROAEXAMPLESSO1234567:alice@example.com",
              IdentityCenterBindings::sessions),
          new ActionSpec(
              "disable-access-key",
              "disable-keys",
              true,
              true,
              Map.of(
                  AWS,
                  List.of(
                      "iam:GetAccessKeyLastUsed",
                      "iam:GetUser",
                      "iam:GetUserPolicy",
                      "iam:ListAccessKeys",
                      "iam:PutUserPolicy",
                      "iam:UpdateAccessKey")),
              "Makes one access key inactive and denies everything to the sessions that the user's"
                  + " credentials made before, since those survive the key.",
              "Make the key active again and take the statement out of the inline policy.",
              "AKIAIOSFODNN7EXAMPLE",
              AwsBindings::accessKey));

  private AwsActions() {}
}
