package dev.tokenresponder.aws;

import dev.tokenresponder.action.Needed;
import java.util.List;
import java.util.Map;

/**
 * What each function calls, and so what its role is granted. {@code sts:GetCallerIdentity} needs no
 * permission (STS API reference, GetCallerIdentity).
 */
public final class Permissions {
  private static final String BUS = "events:PutEvents";
  private static final String READ = "dynamodb:GetItem";
  private static final String LIST = "dynamodb:Query";
  private static final String ADD = "dynamodb:PutItem";
  private static final String CHANGE = "dynamodb:UpdateItem";
  private static final String LATER = "sqs:SendMessage";
  private static final String ELSEWHERE = "sts:AssumeRole";
  private static final String SECRET = "secretsmanager:GetSecretValue";
  private static final String CLUSTER = "eks:DescribeCluster";

  private static final Map<String, List<String>> OWN =
      Map.of(
          "evaluate", List.of(READ, ADD, LIST, CHANGE, BUS, SECRET),
          "revoke-sessions", List.of(READ, ADD, LIST, CHANGE, BUS, LATER, ELSEWHERE, SECRET),
          "disable-keys", List.of(READ, ADD, LIST, CHANGE, BUS, LATER, ELSEWHERE, SECRET),
          "notify-owners", List.of(READ, LIST, CHANGE, BUS, SECRET),
          "receive-webhooks", List.of(READ, CHANGE, BUS, SECRET),
          "decide-actions", List.of(READ, LIST, CHANGE, BUS, SECRET));

  private static final Map<String, List<String>> UNDO =
      Map.of(
          "revoke-sessions",
          List.of(
              "iam:DeleteRolePolicy",
              "iam:DeleteUserPolicy",
              "sso:DeleteInlinePolicyFromPermissionSet"),
          "disable-keys",
          List.of("iam:DeleteUserPolicy"));

  private Permissions() {}

  /**
   * By the function's name; {@code sts:AssumeRole} only where there are member roles, {@code
   * secretsmanager:GetSecretValue} only on the secrets of its settings.
   */
  public static Map<String, Needed> byFunction() {
    return Needed.byFunction("aws", CLUSTER, OWN, UNDO);
  }
}
