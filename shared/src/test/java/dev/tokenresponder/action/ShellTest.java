package dev.tokenresponder.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain@example.com",
        "a b",
        "$(id)",
        "`id`",
        "x'; rm y; '",
        "a\"b",
        "!x",
        "*",
        "",
        "~",
        "a\\b"
      })
  void a_shell_takes_each_word_as_it_is(String word) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", Shell.command("printf", "%s", word)).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(word);
  }
}
