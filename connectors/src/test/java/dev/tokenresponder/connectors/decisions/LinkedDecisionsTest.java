package dev.tokenresponder.connectors.decisions;

import static dev.tokenresponder.connectors.decisions.DecisionWorld.KEY;
import static dev.tokenresponder.connectors.decisions.DecisionWorld.environment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tokenresponder.respond.DecisionLinks;
import dev.tokenresponder.respond.OwnerMessage.Link;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkedDecisionsTest {
  private final DecisionWorld world = new DecisionWorld();

  @Test
  void whatWaitsAndWhatCanBeTakenBackHasALinkEach() {
    assertThat(world.links(KEY)).isEmpty();
    assertThat(world.held().links(KEY))
        .extracting(Link::label)
        .containsExactly("Decide about disable-access-key on AKIAIOSFODNN7EXAMPLE");
    assertThat(world.done().links(KEY))
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.label()).startsWith("Take back disable-access-key");
              assertThat(link.url().toString()).startsWith(DecisionWorld.BASE + "/eyJ");
            });
  }

  @Test
  void withoutSettingsThereAreNoLinks() {
    assertThat(LinkedDecisions.links(Map.of(), world.store, world.clock))
        .isSameAs(DecisionLinks.NONE);
  }

  @Test
  void keyAndAddressGoTogether() {
    for (Map<String, String> half :
        List.of(
            Map.of(LinkedDecisions.KEY, KEY), Map.of(LinkedDecisions.URL, DecisionWorld.BASE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LinkedDecisions.links(half, world.store, world.clock))
          .withMessageContaining("set both or none")
          .withMessageNotContaining("canary");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary-too-short",
        "canary-with-a-letter-that-is-not-ascii-\u00e9",
        "canary-0123456789-0123456789-0123456789 canary-short",
        "canary-1-0123456789-0123456789-012 canary-2-0123456789-0123456789-012"
            + " canary-3-0123456789-0123456789-012",
      })
  void aKeyThatIsTooShortOrOneOfThreeIsRefusedAndNotShown(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.endpoint(key))
        .withMessageStartingWith(LinkedDecisions.KEY)
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkedDecisions.links(environment(key), world.store, world.clock))
        .withMessageNotContaining("canary");
  }

  @Test
  void withoutAKeyNothingIsAnswered() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LinkedDecisions.endpoint(Map.of(), world.store, world.bus::addAll, world.clock));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://decide.example.com",
        "https://decide.example.com/?a=b",
        "https://decide.example.com/#a",
        "https://user@decide.example.com/",
        "https://decide.example.com/a b",
        "https://-",
        "decide.example.com",
      })
  void onlyAnHttpsAddressIsTaken(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LinkedDecisions.links(
                    Map.of(LinkedDecisions.KEY, KEY, LinkedDecisions.URL, url),
                    world.store,
                    world.clock))
        .withMessageContaining(LinkedDecisions.URL);
  }

  @Test
  void aLabelIsPlainWhateverTheTargetIs() {
    Link link = new Link("a|b> <!here> *x* [y](z) \u202E", world.held().link().url());

    assertThat(link.label()).isEqualTo("a?b? ??here? ?x? ?y??z? ?");
  }
}
