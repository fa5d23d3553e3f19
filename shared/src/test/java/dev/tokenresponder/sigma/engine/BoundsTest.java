package dev.tokenresponder.sigma.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaFile;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.SigmaRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile events and rules may ask of the engine. */
class BoundsTest {

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "port: 22 => {'port':'100e2147483647'} => false",
        "port: 22 => {'port':'22e0'} => true",
        "port|gt: 22 => {'port':'1e999999999'} => false",
        "u|contains: infinity => {'u':1e400} => true",
        "u|contains: infinity => {'u':{'b':1e400}} => true",
        "u|contains: infinity => {'u':1e40} => false",
        "'a|utf16le|base64': '😀x' => {'a':'PdgA3ngA'} => true",
      })
  void bytes_and_tree_agree_on_what_is_beyond_bounds(String demand, String json, boolean matches) {
    RuleSet<SigmaRule> rules = compile(rule(demand));
    String record = json.replace('\'', '"');
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);

    assertThat(!rules.match(bytes).isEmpty()).isEqualTo(matches);
    assertThat(!rules.match(new JsonView(Json.read(bytes))).isEmpty()).isEqualTo(matches);
  }

  @Test
  void two_long_lists_are_compared_in_no_long_time() {
    RuleSet<SigmaRule> rules = compile(rule("x|fieldref: y"));
    StringBuilder record = new StringBuilder("{\"x\": [\"a\"");
    for (int i = 0; i < 20_000; i++) {
      record.append(",\"x").append(i).append('"');
    }
    record.append("], \"y\": [\"b\"");
    for (int i = 0; i < 20_000; i++) {
      record.append(",\"y").append(i).append('"');
    }
    byte[] bytes = record.append("]}").toString().getBytes(StandardCharsets.UTF_8);

    assertThat(assertTimeoutPreemptively(ofSeconds(5), () -> rules.match(bytes))).isEmpty();
  }

  @Test
  void a_key_of_nothing_but_dots_is_refused_at_once() {
    byte[] bytes = ("{\"" + ".".repeat(40_000) + "\": 1}").getBytes(StandardCharsets.UTF_8);

    Assertions.assertThatThrownBy(
            () -> assertTimeoutPreemptively(ofSeconds(5), () -> Json.read(bytes)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("dots");
  }

  @Test
  void many_long_texts_of_many_letters_compile() {
    StringBuilder values = new StringBuilder("a|contains: [");
    for (int i = 0; i < 10_000; i++) {
      values.append("\"");
      for (int j = 0; j < 24; j++) {
        values.appendCodePoint(0x4e00 + (i * 31 + j * 977) % 20_000);
      }
      values.append("\",");
    }
    String rule = rule(values.append("x]").toString());

    RuleSet<SigmaRule> rules = assertTimeoutPreemptively(ofSeconds(20), () -> compile(rule));

    assertThat(rules.match("{\"a\":\"-x-\"}".getBytes(StandardCharsets.UTF_8))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|re: 'a{1000}(?i){1000}(?i){100}'",
        "a|re|expand: '^%list%$'",
        "a|fieldref|expand: '%list%'",
        "a|fieldref: a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h",
      })
  void what_cannot_be_done_is_refused(String demand) {
    SigmaFile file = SigmaParser.read("r.yml", rule(demand), Map.of("list", List.of("root")));

    assertThat(file.problems()).anyMatch(SigmaProblem::isError);
    assertThat(file.documents()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rules: [], "})
  void a_filter_has_to_say_for_which_rules_it_is(String rules) {
    String filter =
        "{title: F, id: f, logsource: {product: aws}, filter: {"
            + rules
            + "s: {a: b}, condition: not s}}";

    assertThat(SigmaParser.read("f.yml", filter, Map.of()).problems())
        .anyMatch(SigmaProblem::isError);
  }

  private static RuleSet<SigmaRule> compile(String text) {
    return RuleSet.of(SigmaParser.parse("r.yml", text), SigmaRule::detection, Json::read);
  }

  private static String rule(String demand) {
    return "title: T\nid: t\nlevel: low\nlogsource: {product: aws}\ndetection:\n  s:\n    "
        + demand
        + "\n  condition: s\n";
  }
}
