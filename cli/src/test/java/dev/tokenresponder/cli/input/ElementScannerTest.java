package dev.tokenresponder.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementScannerTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "{\"a\":1} => {\"a\":1}",
        "{\"a\":1}{\"a\":2} => {\"a\":1} {\"a\":2}",
        "{\"a\":1}\\n{\"a\":2}\\n => {\"a\":1} {\"a\":2}",
        "{\"a\":1}\\n\\n{\"a\":2} => {\"a\":1} {\"a\":2}",
        "{\\n\"a\":\\n1}\\n{\"a\":2} => {~\"a\":~1} {\"a\":2}",
        "[{\"a\":1},{\"a\":2}] => {\"a\":1} {\"a\":2}",
        " [ {\"a\":[1,2]} , 42 ] => {\"a\":[1,2]} 42",
        "[] => ``",
        "{\"Records\":[{\"a\":1},{\"a\":2}]} => {\"a\":1} {\"a\":2}",
        "{ \"Records\" : [ {\"a\":1} ] } => {\"a\":1}",
        "{\"Records\":[]} => ``",
        "{\"x\":0,\"Records\":[1]} => {\"x\":0,\"Records\":[1]}",
        "{\"a\":\"}{[,\\\\\"]\"} => {\"a\":\"}{[,\\\\\"]\"}",
        "\uFEFF{\"a\":1} => {\"a\":1}",
        "42 43 => 42 43",
        // poison
        "{\"a\":\\n{\"a\":2}\\n => {\"a\": {\"a\":2}",
        "[{\"a\":1},,{\"a\":3}] => {\"a\":1} !value {\"a\":3}",
        "[{\"a\":1},{\"a\": => {\"a\":1} {\"a\": !list",
        "[{\"a\":1}] x => {\"a\":1} !stands",
        "{\"Records\":[{\"a\":1}],\"x\":1} => {\"a\":1} !stands",
        "{\"a\":{\"b\":1} => {\"a\":{\"b\":1}",
      })
  void cuts_an_input_into_its_elements(String input, String expected) {
    String text = input.strip().replace("\\n", "\n").replace("\\\\", "\\");
    List<String> elements =
        scan(text).stream()
            .map(e -> e.problem() == null ? text(e) : "!" + e.problem().split(" ")[1])
            .toList();

    assertThat(String.join(" ", elements))
        .isEqualTo(expected.replace("``", "").replace("\\\\", "\\").strip());
  }

  @Test
  void an_empty_input_has_no_elements() {
    assertThat(scan("")).isEmpty();
    assertThat(scan(" \n ")).isEmpty();
  }

  @Test
  void a_broken_line_costs_only_itself_wherever_it_stands() {
    List<Element> elements = scan("{\"a\":\"x\n{\"b\":{\n{\"c\":1}\n");

    assertThat(elements)
        .extracting(ElementScannerTest::text)
        .containsExactly("{\"a\":\"x", "{\"b\":{", "{\"c\":1}");
  }

  @Test
  void a_broken_line_costs_only_itself_behind_a_very_long_first_one() {
    String longest = "{\"a\":\"" + "x".repeat(70_000) + "\"}";

    assertThat(scan(longest + "\n{\"a\":\n{\"b\":1}\n{\"b\":2}\n")).hasSize(4);
  }

  @Test
  void an_element_longer_than_the_bound_is_passed_over() {
    String huge = "{\"a\":\"" + "x".repeat(17 * 1024 * 1024) + "\"}";

    assertThat(scan("[" + huge + ",{\"b\":1}]"))
        .extracting(e -> e.problem() == null ? text(e) : "too long")
        .containsExactly("too long", "{\"b\":1}");
    assertThat(scan("{\"b\":1}\n" + huge + "\n{\"b\":2}\n")).hasSize(3);
  }

  private static List<Element> scan(String text) {
    List<Element> elements = new ArrayList<>();
    try {
      ElementScanner.scan(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), elements::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return elements;
  }

  private static String text(Element element) {
    return new String(element.bytes(), StandardCharsets.UTF_8).strip().replace('\n', '~');
  }
}
