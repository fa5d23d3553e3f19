package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tokenresponder.event.Level;
import dev.tokenresponder.policy.PolicyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BuiltInRulesTest {
  private final RuleBook book = RuleBook.of(RuleFile.builtIn(), PolicyReader.defaults());
  private final List<Rule> rules = book.rules();

  @Test
  void there_are_at_least_sixty_with_titles_of_their_own() {
    assertThat(rules).hasSizeGreaterThanOrEqualTo(60);
    assertThat(rules).extracting(rule -> rule.sigma().title()).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicContainer> every_rule() {
    return rules.stream()
        .map(
            rule ->
                dynamicContainer(
                    Path.of(rule.sigma().file()).getFileName().toString(),
                    Stream.concat(
                        Stream.<DynamicNode>of(
                            dynamicTest("is complete", () -> complete(rule)),
                            dynamicTest("has a hit and two near misses", () -> covered(rule))),
                        rule.tests().stream().map(test -> test(rule, test)))));
  }

  private DynamicTest test(Rule rule, RuleTest test) {
    return dynamicTest(
        test.name(), () -> assertThat(book.passes(rule, test)).as(test.name()).isTrue());
  }

  private static void complete(Rule rule) {
    assertThat(UUID.fromString(rule.sigma().id()).version()).isEqualTo(4);
    assertThat(rule.sigma().description()).contains("Why:", "Benign:", "Do:");
    assertThat(rule.sigma().falsePositives()).isNotEmpty();
    assertThat(rule.sigma().tags()).anyMatch(tag -> tag.startsWith("attack.t"));
    boolean feedsOnly = rule.finding().level() == Level.LOW;
    assertThat(feedsOnly || !rule.finding().response().isEmpty()).isTrue();
  }

  private static void covered(Rule rule) {
    assertThat(rule.tests()).filteredOn(RuleTest::match).isNotEmpty();
    assertThat(rule.tests()).filteredOn(test -> !test.match()).hasSizeGreaterThanOrEqualTo(2);
  }
}
