package dev.tokenresponder.benchmarks.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Several thousand actions, drawn up from words, in three parts that share no name. */
final class Actions {
  private static final List<String> SERVICES =
      List.of(
              "access-analyzer account acm apigateway appconfig apprunner athena autoscaling backup"
                  .split(" "),
              "batch cloudformation cloudfront cloudtrail codebuild cognito-idp config dynamodb ec2 ecr"
                  .split(" "),
              "ecs eks elasticache events firehose glue guardduty iam inspector2 kinesis kms lambda"
                  .split(" "),
              "logs monitoring organizations rds redshift route53 s3 sagemaker secretsmanager signin"
                  .split(" "),
              "sns sqs ssm sso states sts waf workspaces".split(" "))
          .stream()
          .flatMap(Arrays::stream)
          .map(service -> service + ".amazonaws.com")
          .toList();
  private static final String[] VERBS = {
    "Create",
    "Delete",
    "Update",
    "Put",
    "Get",
    "List",
    "Describe",
    "Attach",
    "Detach",
    "Start",
    "Stop",
    "Enable",
    "Disable",
    "Associate",
    "Register",
    "Batch"
  };
  private static final String[] KINDS = {
    "Access", "Account", "Backup", "Cluster", "Custom", "Data", "Default", "Domain", "Event",
    "Federated", "Global", "Group", "Image", "Instance", "Managed", "Network", "Public", "Regional",
    "Resource", "Role", "Security", "Service", "Session", "User"
  };
  private static final String[] THINGS = {
    "Alias",
    "Association",
    "Attribute",
    "Authorizer",
    "Boundary",
    "Certificate",
    "Configuration",
    "Connection",
    "Credential",
    "Endpoint",
    "Gateway",
    "Grant",
    "Key",
    "Permission",
    "Policy",
    "Profile",
    "Provider",
    "Quota",
    "Schedule",
    "Settings",
    "Snapshot",
    "Stack",
    "Token",
    "Version"
  };

  private final List<Action> watched;
  private final List<Action> filtered;
  private final List<Action> quiet;

  private Actions(List<Action> all) {
    watched = all.subList(0, 4_000);
    filtered = all.subList(4_000, 4_600);
    quiet = all.subList(4_600, 7_600);
  }

  static Actions of(Random random) {
    List<Action> all = new ArrayList<>();
    for (String verb : VERBS) {
      for (String kind : KINDS) {
        for (String thing : THINGS) {
          String source = SERVICES.get(random.nextInt(SERVICES.size()));
          all.add(new Action(source, verb + kind + thing));
        }
      }
    }
    Collections.shuffle(all, random);
    return new Actions(List.copyOf(all));
  }

  static String anySource(Random random) {
    return SERVICES.get(random.nextInt(SERVICES.size()));
  }

  /** Named by rules that ask for more than the name alone. */
  List<Action> watched() {
    return watched;
  }

  /** Named by rules with a filter only. */
  List<Action> filtered() {
    return filtered;
  }

  /** Named by no rule. */
  List<Action> quiet() {
    return quiet;
  }
}
