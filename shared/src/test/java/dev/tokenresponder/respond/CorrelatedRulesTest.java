package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.context.Containments;
import dev.tokenresponder.context.InMemoryHabits;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.InMemoryCorrelationStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrelatedRulesTest {
  private static final String RULES =
      """
      title: Part
      id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
      name: part
      level: low
      logsource: {product: aws, service: cloudtrail}
      detection: {s: {eventName: GetCallerIdentity}, condition: s}
      ---
      title: Twice
      id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d12
      level: high
      correlation:
        type: event_count
        rules: [part]
        group-by: [userIdentity.accessKeyId]
        timespan: 5m
        condition: {gte: 2}
      """;

  private final CorrelationStore store = new InMemoryCorrelationStore();

  @Test
  void what_serves_a_correlation_is_no_finding_by_itself() {
    Evaluator evaluator = evaluator(RULES, Intake.OPERATOR);

    assertThat(titles(evaluator, bare("e1"))).isEmpty();
    assertThat(titles(evaluator, bare("e2"))).containsExactly("Twice");
  }

  @Test
  void it_is_one_when_the_correlation_lets_it_generate_or_it_asks_for_a_response() {
    Evaluator generating =
        evaluator(RULES.replace("title: Twice", "title: Twice\ngenerate: true"), Intake.OPERATOR);
    Evaluator responding =
        evaluator(RULES.replace("name: part", "name: part\nresponse: notify"), Intake.OPERATOR);

    assertThat(titles(generating, bare("e1"))).containsExactly("Part");
    assertThat(titles(responding, bare("e3"))).containsExactly("Part", "Twice");
  }

  @Test
  void records_of_doubtful_origin_are_not_counted_with_genuine_ones() {
    Evaluator evaluator = evaluator(RULES, Intake.BUS);

    assertThat(titles(evaluator, bare("e1"))).isEmpty();
    assertThat(titles(evaluator, enveloped("e2"))).isEmpty();
    assertThat(titles(evaluator, enveloped("e3"))).containsExactly("Twice");
  }

  private Evaluator evaluator(String rules, Intake intake) {
    return new Evaluator(
        RuleBook.of(List.of(new RuleFile("r.yml", rules)), PolicyReader.defaults()),
        PolicyReader.defaults(),
        intake,
        new Memory(store, new InMemoryHabits(), Containments.NONE, Lineage.NONE),
        TokenEvent::time);
  }

  private static List<String> titles(Evaluator evaluator, String event) {
    return evaluator.evaluate(event.getBytes(StandardCharsets.UTF_8), null).stream()
        .flatMap(evaluation -> evaluation.findings().stream())
        .map(Finding::title)
        .toList();
  }

  private static String bare(String id) {
    return """
        {"eventVersion": "1.11", "eventID": "%s", "eventTime": "2026-11-23T08:17:18Z",
         "eventSource": "sts.amazonaws.com", "eventName": "GetCallerIdentity",
         "awsRegion": "eu-west-1", "sourceIPAddress": "203.0.113.7", "eventType": "AwsApiCall",
         "eventCategory": "Management", "recipientAccountId": "111122223333",
         "userIdentity": {"type": "IAMUser", "userName": "alice", "accountId": "111122223333",
           "arn": "arn:aws:iam::111122223333:user/alice", "principalId": "AIDAEXAMPLE",
           "accessKeyId": "AKIAIOSFODNN7EXAMPLE"}}
        """
        .formatted(id);
  }

  private static String enveloped(String id) {
    return """
        {"version": "0", "id": "env-%s", "detail-type": "AWS API Call via CloudTrail",
         "source": "aws.sts", "account": "111122223333", "time": "2026-11-23T08:17:18Z",
         "region": "eu-west-1", "resources": [], "detail": %s}
        """
        .formatted(id, bare(id));
  }
}
