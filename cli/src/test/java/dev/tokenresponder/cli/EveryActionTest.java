package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.connectors.Connectors;
import dev.tokenresponder.policy.PolicyReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EveryActionTest {

  @Test
  void every_containment_action_has_exactly_one_handler_and_no_handler_is_without_an_action() {
    Clock clock = Clock.systemUTC();
    List<String> handled =
        Stream.concat(
                Stream.<Cloud>of(
                        new EmbeddedAws(), new EmbeddedGoogle(PolicyReader.defaults(), clock))
                    .flatMap(cloud -> cloud.handlers().keySet().stream()),
                Connectors.handlers(Map.of(), clock, Map.of()).keySet().stream())
            .toList();

    assertThat(handled)
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.all().stream()
                .filter(ActionSpec::containment)
                .map(ActionSpec::name)
                .toList());
  }
}
