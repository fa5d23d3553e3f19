package dev.tokenresponder.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
