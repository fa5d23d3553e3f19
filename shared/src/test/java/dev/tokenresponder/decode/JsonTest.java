package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {

  static Stream<Arguments> badInput() {
    return Stream.of(
        Arguments.of("{\"a\":", "truncated"),
        Arguments.of("{\"a\":1", "truncated"),
        Arguments.of("", "empty"),
        Arguments.of("nonsense", "not valid JSON"),
        Arguments.of("{\"a\":1} {", "not valid JSON"),
        Arguments.of("{\"a\":1,\"a\":2}", "a key is given twice at line 1"),
        Arguments.of("[".repeat(2_000) + "]".repeat(2_000), "limit"),
        Arguments.of("{\"a\":\"" + "x".repeat(10_000_000) + "\"}", "limit"),
        Arguments.of("{\"a.b\":1,\"a\":{\"b\":2}}", "given twice"),
        Arguments.of("{\"x\":[{\"a.b.c\":1,\"a\":{\"b.c\":2}}]}", "given twice"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badInput")
  void refuses_bad_input_with_the_reason(String text, String reason) {
    assertThatThrownBy(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refuses_invalid_utf8() {
    byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

    assertThatThrownBy(() -> Json.read(bytes)).hasMessageContaining("UTF-8");
  }

  @Test
  void the_reason_quotes_nothing_of_the_input() {
    for (String text : new String[] {"{\"a\":SECRET}", "{\"SECRET\":1,\"SECRET\":2}", "SECRET"}) {
      assertThatThrownBy(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
          .hasMessageNotContaining("SECRET");
    }
  }

  @Test
  void keeps_dotted_keys_that_collide_with_nothing() {
    byte[] bytes = "{\"a.b\":1,\"a\":{\"c\":2}}".getBytes(StandardCharsets.UTF_8);

    assertThat(Json.read(bytes).size()).isEqualTo(2);
  }
}
