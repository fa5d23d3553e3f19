package dev.tokenresponder.benchmarks.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws up rules: of 20, 11 ask for service and action, 3 for action and caller, and so on. */
final class Rules {
  /** The region that every filter lets pass. */
  static final String FILTERED_REGION = "eu-central-1";

  static final String ACCOUNT = "111122223333";

  /** Keys of requestParameters that only events which match have. */
  static final String RARE_KEY = "requestParameters.override";

  private final Actions actions;
  private final Random random;

  Rules(Actions actions, Random random) {
    this.actions = actions;
    this.random = random;
  }

  List<Rule> draw(int count) {
    List<Rule> rules = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      // 7 and 20 have no common divisor: every 20 rules in a row hold the whole mix
      int kind = number * 7 % 20;
      if (kind < 11) {
        rules.add(serviceAndAction(number));
      } else if (kind < 14) {
        rules.add(actionAndCaller(number));
      } else if (kind < 17) {
        rules.add(partOfText(number));
      } else if (kind < 19) {
        rules.add(withFilter(number));
      } else {
        rules.add(addressOrPresence(number));
      }
    }
    return List.copyOf(rules);
  }

  private Action watched() {
    return actions.watched().get(random.nextInt(actions.watched().size()));
  }

  private Rule serviceAndAction(int number) {
    Action action = watched();
    List<String> names = new ArrayList<>(List.of(action.name()));
    int more = random.nextInt(10) < 3 ? random.nextInt(1, 4) : 0;
    actions.watched().stream()
        .filter(other -> other.source().equals(action.source()) && !other.equals(action))
        .limit(more)
        .forEach(other -> names.add(other.name()));
    return new Rule(
        number,
        List.of(
            Condition.of("eventSource", Operator.EQUALS, action.source()),
            new Condition("eventName", Operator.EQUALS, names)),
        hit(action));
  }

  private Rule actionAndCaller(int number) {
    Action action = watched();
    Condition caller =
        switch (random.nextInt(3)) {
          case 0 ->
              Condition.of(
                  "sourceIPAddress", Operator.EQUALS, "203.0.113." + random.nextInt(128, 255));
          case 1 ->
              Condition.of(
                  "userIdentity.type", Operator.EQUALS, random.nextBoolean() ? "Root" : "SAMLUser");
          default ->
              new Condition(
                  "errorCode",
                  Operator.EQUALS,
                  List.of("AccessDenied", "Client.UnauthorizedOperation"));
        };
    Map<String, String> hit = hit(action);
    hit.put(caller.field(), caller.values().get(0));
    return new Rule(
        number, List.of(Condition.of("eventName", Operator.EQUALS, action.name()), caller), hit);
  }

  private Rule partOfText(int number) {
    String name = Names.watched(random);
    String whole = "arn:aws:iam::" + ACCOUNT + ":user/" + name;
    String[] fields = {
      "userIdentity.arn",
      "userIdentity.arn",
      "requestParameters.bucketName",
      "requestParameters.roleName",
      "requestParameters.policyArn"
    };
    String field = fields[random.nextInt(fields.length)];
    boolean arn = field.endsWith("rn");
    Condition condition =
        switch (random.nextInt(3)) {
          case 0 -> Condition.of(field, Operator.CONTAINS, name);
          case 1 -> Condition.of(field, Operator.STARTS_WITH, arn ? whole : name);
          default -> Condition.of(field, Operator.ENDS_WITH, name);
        };
    Map<String, String> hit = hit(quiet());
    hit.put(field, arn ? whole : name);
    return new Rule(number, List.of(condition), hit);
  }

  private Rule withFilter(int number) {
    Action action = actions.filtered().get(random.nextInt(actions.filtered().size()));
    List<String> regions =
        random.nextBoolean()
            ? List.of(FILTERED_REGION)
            : List.of("eu-west-1", FILTERED_REGION, "eu-north-1");
    Map<String, String> hit = hit(action);
    hit.put("awsRegion", "us-east-1");
    return new Rule(
        number,
        List.of(
            Condition.of("eventName", Operator.EQUALS, action.name()),
            new Condition("awsRegion", Operator.DIFFERS_FROM, regions)),
        hit);
  }

  private Rule addressOrPresence(int number) {
    Action action = quiet();
    Map<String, String> hit = hit(action);
    Condition condition;
    if (random.nextBoolean()) {
      int network = 16 * random.nextInt(8, 16);
      condition = Condition.of("sourceIPAddress", Operator.CIDR, "203.0.113." + network + "/28");
      hit.put("sourceIPAddress", "203.0.113." + (network + random.nextInt(1, 15)));
    } else {
      String field = RARE_KEY + random.nextInt(40);
      condition = Condition.of(field, Operator.EXISTS, "true");
      hit.put(field, "set");
    }
    return new Rule(
        number,
        List.of(Condition.of("eventSource", Operator.EQUALS, action.source()), condition),
        hit);
  }

  private Action quiet() {
    return actions.quiet().get(random.nextInt(actions.quiet().size()));
  }

  private static Map<String, String> hit(Action action) {
    Map<String, String> hit = new HashMap<>();
    hit.put("eventSource", action.source());
    hit.put("eventName", action.name());
    return hit;
  }
}
