package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.respond.RuleFile;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** CloudTrail tells of what the responder itself does; it must not answer itself. */
class OwnActionsTest {
  private static final int ROUNDS = 5;

  /** A rule that somebody wrote without thinking of the responder. */
  private static final RuleFile ANY_WRITE =
      new RuleFile(
          "test/any-write.yml",
          """
          title: Somebody changed IAM
          id: 3c1f4b0e-52c8-4b53-9c0e-6f2f0f4f1a02
          status: experimental
          description: For the tests of the responder's own actions.
          logsource: {category: token}
          detection:
            selection:
              event.source: aws.cloudtrail
              event.name: [PutRolePolicy, PutUserPolicy, UpdateAccessKey, DeleteRolePolicy,
                AttachRolePolicy, CreatePolicyVersion]
            condition: selection
          level: critical
          response: contain-credential
          """);

  private int told;

  /** Acts on what there is, and hears of all of it, again and again. */
  private Deployment heard(Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    variant.accept(deployment);
    Feed.everyFate().forEach(deployment::send);
    deployment.settle();
    deployment.newBooks();
    int before = deployment.cloud.writes().size();
    assertThat(before).isPositive();
    int heard = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> writes = deployment.cloud.writes();
      writes
          .subList(heard, writes.size())
          .forEach(write -> deployment.send(own(deployment, write)));
      heard = writes.size();
      deployment.send(own(deployment, "AttachRolePolicy app-1"));
      deployment.send(own(deployment, "CreatePolicyVersion app-1"));
      deployment.settle();
    }
    return deployment;
  }

  private Feed.Event own(Deployment deployment, String write) {
    String operation = write.substring(0, write.indexOf(' '));
    String name = write.substring(write.indexOf(' ') + 1);
    ObjectNode event =
        (ObjectNode) Feed.json(Feed.sample("aws.cloudtrail/administrator-granted.json"));
    event.put("id", String.format("00000000-0000-4000-8000-%012d", ++told));
    ObjectNode call = (ObjectNode) event.get("detail");
    call.put("eventID", String.format("00000000-0000-4000-9000-%012d", told));
    call.put("eventName", operation);
    call.put("sourceIPAddress", "198.51.100.7");
    ObjectNode identity = call.putObject("userIdentity");
    identity.put("type", "AssumedRole");
    identity.put("principalId", Feed.roleId(9) + ":revoke-sessions");
    identity.put("arn", Deployment.OWN_ROLE);
    identity.put("accountId", CloudDouble.ACCOUNT);
    identity.put("accessKeyId", "ASIAEXAMPLE000000009");
    ObjectNode issuer = identity.putObject("sessionContext").putObject("sessionIssuer");
    issuer.put("type", "Role").put("principalId", Feed.roleId(9));
    issuer.put("arn", "arn:aws:iam::111122223333:role/token-responder-revoke-sessions");
    issuer.put("accountId", CloudDouble.ACCOUNT);
    issuer.put("userName", "token-responder-revoke-sessions");
    call.set("requestParameters", parameters(deployment, operation, name));
    return new Feed.Event("own " + write + " " + told, event.toString(), List.of());
  }

  private static ObjectNode parameters(Deployment deployment, String operation, String name) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    switch (operation) {
      case "PutRolePolicy" ->
          parameters
              .put("roleName", name)
              .put("policyName", "TokenResponder")
              .put("policyDocument", deployment.cloud.policyOn("role " + name));
      case "PutUserPolicy" ->
          parameters
              .put("userName", name)
              .put("policyName", "TokenResponder")
              .put("policyDocument", deployment.cloud.policyOn("user " + name));
      case "AttachRolePolicy" ->
          parameters.put("roleName", name).put("policyArn", "arn:aws:iam::aws:policy/AWSDenyAll");
      case "CreatePolicyVersion" ->
          parameters
              .put("policyArn", "arn:aws:iam::111122223333:policy/TokenResponder")
              .put("policyDocument", deployment.cloud.policyOn("role " + name))
              .put("setAsDefault", true);
      default ->
          parameters
              .put("userName", "deploy-bot-2")
              .put("accessKeyId", name)
              .put("status", "Inactive");
    }
    return parameters;
  }

  private static void nothingFollows(String fault, Deployment deployment, Books.Fate all) {
    List<String> expected = List.of("PutUserPolicy deploy-bot-2", "PutRolePolicy app-1");
    assertThat(deployment.cloud.writes()).hasSize(3).containsAll(expected);
    Books books = Books.of(deployment, List.of());
    assertThat(books.fates().keySet()).contains(all).isSubsetOf(all, Books.Fate.DUPLICATE);
    books.print(fault);
  }

  @Test
  void of_its_own_actions_nothing_follows() {
    nothingFollows("own-actions-fed-back", heard(d -> {}), Books.Fate.NO_MATCH);
  }

  @Test
  void a_rule_that_matches_them_takes_nothing_from_it() {
    nothingFollows(
        "own-actions-fed-back, a rule that matches them",
        heard(d -> d.moreRules = List.of(ANY_WRITE)),
        Books.Fate.REFUSED);
  }

  @Test
  void a_responder_that_does_not_know_itself_would_be_seen() {
    Deployment deployment =
        heard(
            d -> {
              d.moreRules = List.of(ANY_WRITE);
              d.knowsItself = false;
            });

    assertThatThrownBy(() -> nothingFollows("own", deployment, Books.Fate.REFUSED))
        .isInstanceOf(AssertionError.class);
  }
}
