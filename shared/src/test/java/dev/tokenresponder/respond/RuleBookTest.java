package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.sigma.SigmaException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
  private static final String RULE =
      """
      title: A rule
      id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
      logsource: {category: token}
      detection:
        selection: {event.name: AssumeRoot}
        condition: selection
      response: notify
      """;

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "event.name => event.nam => no field [event.nam]",
        "{category: token} => {category: token, product: aws} => product and service never match",
        "response: notify => response: wipe-account => no action or playbook 'wipe-account'",
        "response: notify => response: [{a: b}] => must be a playbook name or a list",
        "response: notify => tests: [{name: x}] => each test needs",
      })
  void a_rule_that_means_nothing_stops_the_start(String text, String instead, String problem) {
    assertThatThrownBy(() -> book(RULE.replace(text, instead)))
        .isInstanceOf(SigmaException.class)
        .hasMessageStartingWith("r.yml:")
        .hasMessageContaining(problem);
  }

  @Test
  void an_id_used_twice_stops_the_start() {
    assertThatThrownBy(() -> book(RULE + "---\n" + RULE))
        .hasMessageContaining("is already used in r.yml");
  }

  @Test
  void a_response_may_list_actions() {
    RuleBook book = book(RULE.replace("notify", "[revoke-role-session, notify-owner]"));

    assertThat(book.rules().get(0).finding().response())
        .containsExactly("revoke-role-session", "notify-owner");
  }

  private static RuleBook book(String text) {
    return RuleBook.of(List.of(new RuleFile("r.yml", text)), PolicyReader.defaults());
  }
}
