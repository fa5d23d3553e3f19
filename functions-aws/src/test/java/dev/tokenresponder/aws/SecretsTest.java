package dev.tokenresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.policy.PolicyException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class SecretsTest {
  private static final String ARN =
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:team/seal-a1B2c3";

  @Test
  void a_setting_that_is_the_arn_of_a_secret_stands_for_its_text() {
    Map<String, String> resolved =
        Secrets.resolve(
            Map.of("TOKEN_RESPONDER_SEAL", ARN, "TOKEN_RESPONDER_TABLE", "incidents"),
            arn -> "the text of " + arn);

    assertThat(resolved)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "TOKEN_RESPONDER_SEAL",
                "the text of " + ARN,
                "TOKEN_RESPONDER_TABLE",
                "incidents"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:role/a",
        "a key with arn:aws:secretsmanager:us-east-1:111122223333:secret:x in it",
        "",
      })
  void anything_else_is_left_as_it_is(String value) {
    assertThat(
            Secrets.resolve(
                Map.of("SETTING", value),
                arn -> {
                  throw new AssertionError(arn);
                }))
        .containsEntry("SETTING", value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::key::", ",b", " ", "\n", "*", ":AWSCURRENT"})
  void an_arn_with_something_behind_it_is_neither_a_secret_nor_its_arn(String behind) {
    assertThatThrownBy(
            () -> Secrets.resolve(Map.of("TOKEN_RESPONDER_SEAL", ARN + behind), arn -> "text"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContainingAll("TOKEN_RESPONDER_SEAL", "ARN of a secret and nothing else");
  }

  @Test
  void what_cannot_be_read_is_named_with_its_setting() {
    assertThatThrownBy(
            () ->
                Secrets.resolve(
                    Map.of("TOKEN_RESPONDER_SEAL", ARN),
                    arn -> {
                      throw SdkClientException.create("denied");
                    }))
        .isInstanceOf(PolicyException.class)
        .hasMessageContainingAll("TOKEN_RESPONDER_SEAL", ARN, "denied");
  }

  @Test
  void a_secret_without_text_is_no_setting() {
    assertThatThrownBy(() -> Secrets.resolve(Map.of("TOKEN_RESPONDER_SEAL", ARN), arn -> null))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("holds no text");
  }
}
