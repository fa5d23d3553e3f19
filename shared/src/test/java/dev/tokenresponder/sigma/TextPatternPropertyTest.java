package dev.tokenresponder.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextPatternPropertyTest {

  @Property
  void agrees_with_the_regular_expression_it_stands_for(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }

    assertThat(TextPattern.parse(pattern, false, false, true).matches(text))
        .isEqualTo(Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches());
  }

  @Property
  void an_escaped_text_matches_itself_only(
      @ForAll("wild") String text, @ForAll("wild") String other) {
    String escaped = text.replaceAll("[\\\\*?]", "\\\\$0");

    TextPattern pattern = TextPattern.parse(escaped, false, false, true);

    assertThat(pattern.matches(text)).isTrue();
    assertThat(pattern.matches(other)).isEqualTo(text.equals(other));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab*?").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab\n").ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> wild() {
    return Arbitraries.strings().withChars("a*?\\").ofMaxLength(6);
  }
}
