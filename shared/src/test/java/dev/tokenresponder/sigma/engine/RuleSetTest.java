package dev.tokenresponder.sigma.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {
  private static final String EVENT =
      """
      {"eventName":"AssumeRole","n":-1.5e3,"user":{"name":["\\u0061lice","b\\"é"],"x":null},
       "other":{"deep":[1,{"a":"\\ud83d\\ude00"},[]],"t":true}}""";

  private static final String BREAKING = "{}[]\":,\\u0a1-e. \nAt\377";

  private final SigmaRule assumed = rule("eventName: AssumeRole");
  private final SigmaRule alice = rule("user.name: alice");
  private final SigmaRule far = rule("a.b.c|contains: some");
  private final RuleSet<SigmaRule> rules =
      RuleSet.of(List.of(alice, far, assumed), SigmaRule::detection, Json::read);

  @Test
  void what_matches_comes_in_the_order_of_the_rules() {
    assertThat(rules.match(bytes(EVENT))).containsExactly(alice, assumed);
    assertThat(rules.match(bytes("{}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"eventName\":\"GetUser\",\"eventName\":\"AssumeRole\"}",
        "{\"user.name\":\"x\",\"user\":{\"name\":\"alice\"}}",
        "{\"eventName\":\"AssumeRole\"",
        "{\"eventName\":\"AssumeRole\"}}",
        "{\"unread\":tru}",
        "{\"unread\":01}",
        "{\"unread\":1.}",
        "{\"unread\":[1,]}",
        "{\"unread\":\"a\nb\"}",
        "{\"unread\":\"\\x\"}",
        "{\"unread\":\"\\u12g4\"}",
        "{\"unread\" \"x\"}",
        "",
      })
  void what_is_malformed_or_can_be_read_in_two_ways_is_never_simply_no_match(String document) {
    assertThatThrownBy(() -> rules.match(bytes(document)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void invalid_utf8_and_nesting_without_end_are_malformed_even_where_no_rule_reads() {
    byte[] overlong = bytes("{\"unread\":\"..\"}");
    overlong[11] = (byte) 0xc0;
    overlong[12] = (byte) 0xaf;
    String deep = "{\"unread\":" + "[".repeat(200) + "]".repeat(200) + "}";

    assertThatThrownBy(() -> rules.match(overlong)).isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> rules.match(bytes(deep))).isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void a_broken_document_gets_the_verdict_of_the_tree_reader() {
    Random random = new Random(20261125);
    for (int i = 0; i < 50_000; i++) {
      byte[] broken = bytes(EVENT);
      for (int j = 0; j <= random.nextInt(2); j++) {
        broken[random.nextInt(broken.length)] =
            (byte) BREAKING.charAt(random.nextInt(BREAKING.length()));
      }
      JsonNode tree;
      try {
        tree = Json.read(broken);
      } catch (MalformedRecordException e) {
        assertMalformedOrTwice(broken, e);
        continue;
      }
      assertThat(rules.match(broken))
          .as(new String(broken, StandardCharsets.UTF_8))
          .isEqualTo(rules.match(new JsonView(tree)));
    }
  }

  /** Keys that no rule reads may be given twice: they decide nothing. */
  private void assertMalformedOrTwice(byte[] broken, MalformedRecordException reason) {
    if (!String.valueOf(reason.getMessage()).contains("twice")) {
      assertThatThrownBy(() -> rules.match(broken))
          .as(new String(broken, StandardCharsets.UTF_8))
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void a_document_without_a_candidate_is_never_made_a_tree() {
    AtomicInteger trees = new AtomicInteger();
    RuleSet<SigmaRule> counting =
        RuleSet.of(
            List.of(alice, far, assumed),
            SigmaRule::detection,
            bytes -> {
              trees.incrementAndGet();
              return Json.read(bytes);
            });

    counting.match(bytes(EVENT));

    assertThat(trees).hasValue(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SigmaRule rule(String selection) {
    return SigmaParser.parse(
            "r.yml",
            "{title: t, id: x, level: low, logsource: {product: p}, detection: {s: {"
                + selection
                + "}, condition: s}}")
        .get(0);
  }
}
