package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTextTest {
  private static final String ALLOW =
      "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}";
  private static final String PRETTY = "{ \"Effect\" : \"Allow\",\n  \"Action\": [\"ec2:*\"]\t}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + ALLOW + "]}",
        "{\"Statement\" : [ \n "
            + ALLOW
            + "  ,\r\n"
            + PRETTY
            + "\n ] ,\"Version\":\"2012-10-17\"}\n",
        "{\"Id\":\"Sch\\u00f6n \u00fc\",\"Statement\":" + PRETTY + " }",
        "  {\"Statement\":" + ALLOW + "}",
        "{\"Statement\":[ " + ALLOW + "]}",
        "{\"Id\":{\"Statement\":[1]},\"Statement\":[" + PRETTY + "]}",
      })
  void our_statements_go_in_and_out_and_every_other_character_stays(String text) {
    List<JsonNode> ours = new ArrayList<>();
    List<String> texts = new ArrayList<>(List.of(text));
    for (int i = 0; i < 4; i++) {
      ours.add(statement(i));
      texts.add(read(texts.get(i)).with(ours));
    }

    for (int i = 4; i >= 0; i--) {
      PolicyText there = read(texts.get(i));
      assertThat(there.statements()).endsWith(ours.subList(0, i).toArray(JsonNode[]::new));
      assertThat(there.statements()).startsWith(read(text).statements().toArray(JsonNode[]::new));
      assertThat(there.with(List.of())).isEqualTo(text);
      assertThat(there.with(ours.subList(0, 1))).isEqualTo(texts.get(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void ours_are_taken_out_wherever_somebody_has_put_them(int place) {
    List<String> statements = new ArrayList<>(List.of(ALLOW, PRETTY));
    statements.add(place, statement(1).toString());
    String text = "{\"Statement\":[" + String.join(" ,\n", statements) + "]}";

    assertThat(read(text).with(List.of()))
        .isEqualToIgnoringWhitespace("{\"Statement\":[" + ALLOW + "," + PRETTY + "]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "no policy",
        "{\"Statement\":[]}",
        "{\"Version\":\"2012-10-17\"}",
        "{\"Statement\":[" + ALLOW + "]",
        "{\"Statement\":[" + ALLOW + "]} {}",
        "{\"Statement\":[" + ALLOW + ",1]}",
        "{\"Statement\":[" + ALLOW + "],\"Statement\":[" + ALLOW + "]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Effect\":\"Deny\"}]}",
      })
  void what_is_no_policy_or_can_be_read_in_two_ways_is_not_touched(String text) {
    assertThat(PolicyText.read(text)).isEmpty();
  }

  private static PolicyText read(String text) {
    return PolicyText.read(text).orElseThrow();
  }

  private static JsonNode statement(int i) {
    Owner owner = new Owner("inc" + i, "0123abcd".repeat(4), false, false);
    return Denial.of(owner, Instant.parse("2026-08-10T10:00:00Z"), "AROAEXAMPLE:s" + i).json();
  }
}
