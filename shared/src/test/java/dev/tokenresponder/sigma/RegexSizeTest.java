package dev.tokenresponder.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexSizeTest {

  @ParameterizedTest(name = "{0} is at least {1} long")
  @CsvSource({"a{10}, 10", "(ab){10}, 20", "a{10}(?i){10}, 100", "(a{10}){10}(?i){10}, 1000"})
  void a_count_repeats_what_stands_before_it_flags_passed_over(String regex, double least) {
    assertThat(RegexSize.of(regex)).isGreaterThanOrEqualTo(least);
  }
}
