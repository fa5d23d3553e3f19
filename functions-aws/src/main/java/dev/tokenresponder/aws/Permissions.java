package dev.tokenresponder.aws;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
   * What one function needs; the lists are sorted.
   *
   * @param actions the actions of the catalogue that it performs
   * @param own what it calls whatever it is asked for; {@code sts:AssumeRole} only where there are
   *     member roles, {@code secretsmanager:GetSecretValue} only on the secrets of its settings
   * @param act what its actions call, in each account that they are to be done in
   * @param undo what taking them back calls beyond that
   */
  public record Needed(
      List<String> actions, List<String> own, List<String> act, List<String> undo) {}

  /** By the function's name. */
  public static Map<String, Needed> byFunction() {
    Map<String, Needed> all = new TreeMap<>();
    OWN.forEach((function, own) -> all.put(function, needed(function, own)));
    return all;
  }

  private static Needed needed(String function, List<String> own) {
    List<ActionSpec> actions =
        Catalogue.all().stream().filter(spec -> spec.function().equals(function)).toList();
    return new Needed(
        sorted(actions.stream().map(ActionSpec::name)),
        sorted(own.stream()),
        sorted(actions.stream().flatMap(Permissions::calls)),
        sorted(UNDO.getOrDefault(function, List.of()).stream()));
  }

  private static Stream<String> calls(ActionSpec spec) {
    return Stream.concat(
        spec.permissions().getOrDefault("aws", List.of()).stream(),
        spec.permissions().containsKey("kubernetes") ? Stream.of(CLUSTER) : Stream.empty());
  }

  private static List<String> sorted(Stream<String> names) {
    return List.copyOf(new TreeSet<>(names.toList()));
  }
}
