package dev.tokenresponder.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigmaParserTest {
  private static final String RULE =
      """
      title: A title
      id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
      level: high
      tags: [attack.t1550.001]
      logsource: {product: aws, service: cloudtrail}
      detection:
        selection:
          eventName: AssumeRole
        condition: selection
      response: notify
      """;

  @Test
  void reads_the_standard_parts_and_keeps_custom_ones() {
    SigmaRule rule = SigmaParser.parse("r.yml", RULE).get(0);

    assertThat(rule.title()).isEqualTo("A title");
    assertThat(rule.level()).isEqualTo("high");
    assertThat(rule.logSource()).isEqualTo(new LogSource(null, "aws", "cloudtrail"));
    assertThat(rule.fields()).containsExactly("eventName");
    assertThat(rule.custom()).containsOnlyKeys("response");
  }

  @Test
  void reads_every_rule_of_a_file_with_several_documents() {
    List<SigmaRule> rules = SigmaParser.parse("r.yml", RULE + "---\n" + RULE);

    assertThat(rules).extracting(SigmaRule::line).containsExactly(1, 12);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "eventName: => eventName|contain: => r.yml:8:24: unknown modifier 'contain'",
        "eventName: => eventName|re|cidr: => exclude each other",
        "eventName: => eventName|i: => only follow 're'",
        "AssumeRole => [a, null] => null cannot be one of several",
        "eventName: AssumeRole => eventName|all: a => needs a list of at least two",
        "eventName: AssumeRole => eventName|re: '(?=a)' => regular expression",
        "eventName: AssumeRole => eventName|cidr: 300.1.1.1/8 => is not an address range",
        "eventName: AssumeRole => eventName|exists: maybe => must be true or false",
        "condition: selection => condition: selektion => r.yml:9:14: condition: there is no search identifier",
        "condition: selection => condition: (selection => a ')' is missing",
        "condition: selection => condition: selection and => ends too early",
        "condition: selection => condition: selection selection => is not expected here",
        "condition: selection => condition: 1 of filter* => no search identifier fits",
        "condition: selection => x: {a: b} => no condition",
        "level: high => level: severe => level 'severe' is none of",
        "title: A title => name: a => 'title' is missing",
        "level: high => title: again => r.yml:3:1: 'title' is given twice",
        "level: high => correlation: {} => not several",
        "level: high => action: global => not part of Sigma 2",
        "level: high => a: &x [*x] => anchors and aliases",
        "level: high => level: [ => r.yml",
      })
  void says_what_is_wrong_and_where(String text, String instead, String problem) {
    String broken = RULE.replace(text.strip(), instead.strip());

    assertThatThrownBy(() -> SigmaParser.parse("r.yml", broken))
        .isInstanceOf(SigmaException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refuses_a_file_that_nests_or_grows_without_end() {
    String deep = RULE.replace("notify", "[".repeat(5_000));
    String long_ = RULE + "# " + "x".repeat(1_100_000);
    String bomb =
        RULE + "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ne: &e [*d, *d]\n";

    assertThatThrownBy(() -> SigmaParser.parse("r.yml", deep)).isInstanceOf(SigmaException.class);
    assertThatThrownBy(() -> SigmaParser.parse("r.yml", long_)).isInstanceOf(SigmaException.class);
    assertThatThrownBy(() -> SigmaParser.parse("r.yml", bomb)).isInstanceOf(SigmaException.class);
  }

  @Test
  void notes_every_problem_of_a_file_in_the_order_of_lines() {
    String broken =
        """
        title: A rule
        id: not-a-uuid
        levle: high
        logsource: {product: aws}
        detection:
          one: {a|contain: x}
          two: {b|re: '(?=x)'}
          three: {c: x}
          unused: {d: x}
          condition: one or two or three and four
        ---
        title: Another rule
        id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d12
        level: high
        logsource: {product: aws}
        detection: {s: {a: x}, condition: s}
        """;

    SigmaFile file = SigmaParser.read("r.yml", broken, Map.of());

    assertThat(file.problems())
        .extracting(SigmaProblem::line, SigmaProblem::code)
        .containsExactly(
            tuple(1, "no-level"),
            tuple(2, "id-format"),
            tuple(3, "unknown-attribute"),
            tuple(6, "unknown-modifier"),
            tuple(7, "regex"),
            tuple(10, "condition"));
    assertThat(file.documents()).extracting(SigmaDocument::title).containsExactly("Another rule");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "type: event_count => type: event_counts => value",
        "timespan: 10m => timespan: 10 minutes => value",
        "timespan: 10m => timespan: 400d => value",
        "timespan: 10m => timespam: 10m => unknown-attribute",
        "{gte: 10} => {gte: many} => wrong-type",
        "{gte: 10} => {gteq: 10} => unknown-attribute",
        "{gte: 10} => {field: a} => missing",
        "{gte: 10} => {field: a, gte: 10} => value",
        "{gte: 10} => {gte: 1000} => value",
        "{gte: 10} => 'a and b' => value",
        "rules: [a] => rules: [] => value",
        "rules: [a] => rules: [a, a] => value",
        "type: event_count => type: value_sum => missing",
      })
  void says_what_is_wrong_with_a_correlation(String text, String instead, String code) {
    String correlation =
        """
        title: Many
        id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
        level: high
        correlation:
          type: event_count
          rules: [a]
          group-by: [user]
          timespan: 10m
          condition: {gte: 10}
        """;
    assertThat(SigmaParser.read("r.yml", correlation, Map.of()).problems()).isEmpty();

    SigmaFile file =
        SigmaParser.read("r.yml", correlation.replace(text.strip(), instead.strip()), Map.of());

    assertThat(file.problems()).extracting(SigmaProblem::code).contains(code.strip());
    assertThat(file.documents()).isEmpty();
  }

  @Test
  void a_placeholder_without_a_list_stops_the_rule() {
    String rule = RULE.replace("eventName: AssumeRole", "eventName|expand: '%nobody%'");

    assertThat(SigmaParser.read("r.yml", rule, Map.of()).problems())
        .extracting(SigmaProblem::code)
        .containsExactly("unknown-placeholder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a{1000}){1000}", "((a{100}){100}){100}", "(?<=a)b", "(a)\\1"})
  void a_regular_expression_without_bounds_is_refused(String regex) {
    String rule = RULE.replace("eventName: AssumeRole", "eventName|re: '" + regex + "'");

    assertThat(SigmaParser.read("r.yml", rule, Map.of()).problems())
        .extracting(SigmaProblem::code)
        .containsExactly("regex");
  }

  @Test
  void a_regular_expression_of_a_megabyte_and_a_file_of_endless_lines_are_refused_soon() {
    String regex = RULE.replace("eventName: AssumeRole", "e|re: '" + "a".repeat(990_000) + "'");
    String lines = RULE + "x: [\n" + " a,\n".repeat(100_000) + "]\n";

    assertThat(SigmaParser.read("r.yml", regex, Map.of()).documents()).isEmpty();
    assertThat(SigmaParser.read("r.yml", lines, Map.of()).problems()).isEmpty();
    assertThat(SigmaParser.read("r.yml", lines.replace("]", ""), Map.of()).documents()).isEmpty();
  }

  @Test
  void a_filter_that_keeps_what_it_names_is_looked_at_twice() {
    String filter =
        """
        title: Administrators
        id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
        logsource: {product: aws}
        filter:
          rules: [5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d12]
          selection: {user|startswith: adm_}
          condition: selection
        """;

    assertThat(SigmaParser.read("r.yml", filter, Map.of()).problems())
        .extracting(SigmaProblem::code)
        .containsExactly("filter-keeps");
    assertThat(
            SigmaParser.read("r.yml", filter.replace(": selection", ": not selection"), Map.of())
                .problems())
        .isEmpty();
  }
}
