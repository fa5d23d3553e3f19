package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.Past;
import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.context.Trust;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.Evaluation.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import software.amazon.event.ruler.Ruler;

/** EventBridge's own matcher lets through whatever a rule matches. */
class EventPatternsPropertyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Policy POLICY = PolicyReader.defaults();

  @Property(tries = 3_000)
  void no_matching_event_is_dropped(
      @ForAll("rules") List<String> rules, @ForAll("events") JsonNode event) throws Exception {
    RuleBook book =
        RuleBook.of(List.of(new RuleFile("r.yml", String.join("\n---\n", rules))), POLICY);
    boolean matched = matches(book, event);
    Statistics.label("matched").collect(matched);

    Optional<EventPatterns.Built> pattern = EventPatterns.of(book, EventPatterns.sources());

    boolean passes = pattern.isPresent() && passes(pattern.get().json(), event);
    Statistics.label("passes").collect(passes);
    if (matched) {
      assertThat(passes).as(pattern + "\n" + rules + "\n" + event).isTrue();
    }
  }

  @Example
  void every_sample_that_a_built_in_rule_matches_passes_and_ordinary_calls_do_not()
      throws Exception {
    RuleBook book = RuleBook.of(RuleFile.builtIn(), POLICY);
    JsonNode pattern = EventPatterns.of(book, EventPatterns.sources()).orElseThrow().json();
    int passed = 0;
    for (Path sample : SamplesTest.samples()) {
      JsonNode event = MAPPER.readTree(sample.toFile());
      if (event.has("detail-type") && matches(book, event)) {
        assertThat(passes(pattern, event)).as(sample.toString()).isTrue();
        passed++;
      }
    }
    assertThat(passed).isGreaterThan(10);
  }

  @Example
  void what_is_taken_to_be_absent_is_in_no_sample() throws Exception {
    for (Path sample : SamplesTest.samples()) {
      for (Decoded decoded : Decoders.decode(Files.readAllBytes(sample), Intake.BUS, null)) {
        if (decoded instanceof Decoded.Event event
            && EventPatterns.sources().contains(event.event().source())) {
          Facts facts =
              Facts.of(
                  event.event(),
                  new Trust(Set.of(), Set.of(), List.of(), Map.of()),
                  Past.UNKNOWN,
                  null);
          assertThat(TokenFields.of(event.event(), facts))
              .doesNotContainKeys(EventPatterns.ABSENT.toArray(new String[0]));
        }
      }
    }
  }

  @Example
  void what_no_rule_can_match_is_dropped() throws Exception {
    RuleBook book =
        RuleBook.of(
            List.of(new RuleFile("r.yml", rule("eventName: AssumeRole", "selection"))), POLICY);
    JsonNode pattern = EventPatterns.of(book, EventPatterns.sources()).orElseThrow().json();

    assertThat(passes(pattern, event(Map.of("eventName", "assumerole")))).isTrue();
    assertThat(passes(pattern, event(Map.of("eventName", "Decrypt")))).isFalse();
  }

  @Example
  void a_number_beyond_all_bounds_reads_as_a_word_and_passes() throws Exception {
    RuleBook book =
        RuleBook.of(List.of(new RuleFile("r.yml", rule("a: infinity", "selection"))), POLICY);
    String event = event(Map.of("a", "?")).toString().replace("\"?\"", "1e999");

    assertThat(matches(book, event)).isTrue();
    EventPatterns.Built pattern = EventPatterns.of(book, EventPatterns.sources()).orElseThrow();
    assertThat(passes(pattern.json().toString(), event)).isTrue();
  }

  private static boolean passes(String pattern, String event) throws Exception {
    return Ruler.matchesRule(event, pattern);
  }

  private static boolean passes(JsonNode pattern, JsonNode event) throws Exception {
    return passes(pattern.toString(), event.toString());
  }

  private static boolean matches(RuleBook book, JsonNode event) {
    return matches(book, event.toString());
  }

  private static boolean matches(RuleBook book, String event) {
    Evaluator evaluator = new Evaluator(book, POLICY, Intake.BUS, Memory.none(), TokenEvent::time);
    return evaluator.evaluate(event.getBytes(StandardCharsets.UTF_8), null).stream()
        .anyMatch(evaluation -> evaluation.status() == Status.MATCHED);
  }

  private static JsonNode event(Map<String, Object> fields) {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("id", "e1").put("source", "aws.iam").put("account", "111122223333");
    event.put("time", "2026-11-25T00:00:00Z");
    event.put("detail-type", "AWS API Call via CloudTrail");
    ObjectNode detail = event.putObject("detail");
    detail.put("eventVersion", "1.11").put("eventSource", "iam.amazonaws.com");
    detail
        .put("eventTime", "2026-11-25T00:00:00Z")
        .put("eventID", "e1")
        .put("eventName", "GetUser");
    detail.put("eventType", "AwsApiCall").put("sourceIPAddress", "203.0.113.7");
    detail.putObject("userIdentity").put("type", "IAMUser").put("userName", "alice");
    fields.forEach((name, value) -> detail.set(name, MAPPER.valueToTree(value)));
    return event;
  }

  @Provide
  Arbitrary<JsonNode> events() {
    Arbitrary<Object> names =
        Arbitraries.of("GetUser", "getuser", "AssumeRole", "CreateAccessKey", "Decrypt", "12");
    Arbitrary<Object> values =
        Arbitraries.of(
            "alice",
            "ALICE",
            "true",
            true,
            12,
            "12",
            "tru",
            "null",
            List.of("x", "alice"),
            Map.of("b", "alice"),
            List.of(Map.of("b", "Alice"), Map.of("b", 1)),
            "\u212Aate",
            "kate",
            1e10,
            1e10);
    Arbitrary<Map<String, Object>> identities =
        Arbitraries.of(
            Map.of("type", "IAMUser", "userName", "alice"),
            Map.of("type", "Root", "accountId", "111122223333"),
            Map.of("type", "AssumedRole", "principalId", "AROAEXAMPLE:i-0abcd1234ef567890"),
            Map.of(
                "type", "AssumedRole",
                "principalId", "AROAEXAMPLE:x",
                "sessionContext", Map.of("ec2RoleDelivery", "2.0")),
            Map.of(
                "type",
                "FederatedUser",
                "sessionContext",
                Map.of("sessionIssuer", Map.of("type", "Root"))));
    return Combinators.combine(names, values, values, identities)
        .as(
            (name, a, c, identity) ->
                event(Map.of("eventName", name, "a", a, "c", c, "userIdentity", identity)));
  }

  @Provide
  Arbitrary<List<String>> rules() {
    Arbitrary<String> item =
        Arbitraries.of(
            "eventName: getuser",
            "eventName: [AssumeRole, 'Create*']",
            "eventName|endswith: User",
            "eventName: 12",
            "eventName: '12'",
            "a: alice",
            "a: 'true'",
            "a: true",
            "a|startswith: tr",
            "a|startswith: ali",
            "a|endswith: e",
            "a.b: alice",
            "a.b|endswith: lice",
            "a: null",
            "a|contains: li",
            "c: kate",
            "c|startswith: ka",
            "a|exists: true",
            "a|re: '^a'",
            "c|cased: ALICE",
            "a: '{\"b\":\"alice\"}'",
            "a|startswith: nul",
            "a|endswith: e10",
            "a: infinity",
            "a|startswith: inf");
    Arbitrary<String> condition =
        Arbitraries.of("selection", "selection and other", "selection or other", "not selection");
    Arbitrary<String> raw =
        Combinators.combine(item, item, condition)
            .as((one, two, when) -> rule(one + "}\n  other: {" + two, when));
    Arbitrary<String> token =
        Arbitraries.of(
                "event.source: aws.cloudtrail, event.name: GetUser",
                "event.source: aws.guardduty, event.outcome: success",
                "event.name|startswith: assume",
                "actor.type: root",
                "credential.workload: EC2",
                "activity: issue",
                "activity: [use, grant]",
                "grant.administrator: true",
                "actor.name: alice")
            .map(
                selection ->
                    rule(selection, "selection").replace("product: aws", "category: token"));
    return Arbitraries.oneOf(raw, token).list().ofMinSize(1).ofMaxSize(3).map(this::numbered);
  }

  private List<String> numbered(List<String> rules) {
    List<String> numbered = new ArrayList<>();
    for (String rule : rules) {
      numbered.add(rule.replace("id: x", "id: x" + numbered.size()));
    }
    return numbered;
  }

  private static String rule(String selection, String condition) {
    return "title: t\nid: x\nlevel: low\nlogsource: {product: aws}\ndetection:\n  selection: {"
        + selection
        + "}\n  condition: "
        + condition
        + "\n";
  }
}
