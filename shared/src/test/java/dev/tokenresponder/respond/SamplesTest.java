package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.sigma.SigmaRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every sample in {@code events/} is judged as the file beside it says. */
class SamplesTest {
  static final Path EVENTS = Path.of("../events");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Policy policy = PolicyReader.defaults();
  private final RuleBook book = RuleBook.of(RuleFile.builtIn(), policy);
  private final Map<String, String> ruleFiles = new HashMap<>();

  SamplesTest() {
    for (Rule rule : book.rules()) {
      String name = Path.of(rule.sigma().file()).getFileName().toString();
      ruleFiles.put(rule.sigma().id(), name.replace(".yml", ""));
    }
  }

  /** Each sample is judged by itself. */
  private List<Evaluation> judge(Path sample) throws IOException {
    Evaluator evaluator =
        new Evaluator(book, policy, Intake.OPERATOR, Memory.local(), TokenEvent::time);
    return evaluator.evaluate(Files.readAllBytes(sample), null);
  }

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(EVENTS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().endsWith(".expected.json"))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> each_sample_is_judged_as_expected() throws IOException {
    return samples().stream()
        .map(sample -> dynamicTest(EVENTS.relativize(sample).toString(), () -> check(sample)));
  }

  @Test
  void there_are_hostile_and_benign_samples_of_every_source() throws IOException {
    Set<String> statuses = new TreeSet<>();
    for (Path sample : samples()) {
      judge(sample).forEach(e -> statuses.add(e.source() + " " + e.status().label()));
    }

    assertThat(statuses)
        .containsAll(Decoders.sources().stream().map(source -> source + " matched").toList())
        .containsAll(Decoders.sources().stream().map(source -> source + " clear").toList());
  }

  /** What needs the past, or several events, cannot show in one sample; its own tests show it. */
  @Test
  void there_is_a_sample_for_every_rule_that_one_event_can_match() throws IOException {
    Set<String> matched = new TreeSet<>();
    for (Path sample : samples()) {
      judge(sample).forEach(e -> e.findings().forEach(f -> matched.add(ruleFiles.get(f.ruleId()))));
    }

    assertThat(matched)
        .containsAll(
            book.rules().stream()
                .filter(rule -> rule.sigma() instanceof SigmaRule sigma && needsNoPast(sigma))
                .filter(rule -> rule.finding().level().compareTo(Level.MEDIUM) >= 0)
                .map(rule -> ruleFiles.get(rule.sigma().id()))
                .toList());
  }

  private static boolean needsNoPast(SigmaRule rule) {
    return Collections.disjoint(rule.fields(), TokenFields.FROM_THE_PAST)
        && !rule.fields().contains("context.contained");
  }

  private void check(Path sample) throws IOException {
    JsonNode expected =
        MAPPER.readTree(
            sample
                .resolveSibling(sample.getFileName().toString().replace(".json", ".expected.json"))
                .toFile());
    List<Evaluation> evaluations = judge(sample);

    assertThat(expected.path("about").asText()).isNotBlank();
    assertThat(evaluations).hasSize(expected.path("events").size());
    for (int i = 0; i < evaluations.size(); i++) {
      check(evaluations.get(i), expected.path("events").get(i));
    }
    assertThat(evaluations.toString()).doesNotContain("MUST-NOT-LEAK");
  }

  private void check(Evaluation evaluation, JsonNode expected) {
    assertThat(evaluation.status().label())
        .as(String.valueOf(evaluation.reason()))
        .isEqualTo(expected.path("status").asText());
    TokenEvent event = evaluation.event();
    if (event == null) {
      assertThat(evaluation.reason()).contains(expected.path("reason_contains").asText());
      return;
    }
    assertThat(event.source()).isEqualTo(expected.path("source").asText());
    assertThat(event.activity().label()).isEqualTo(expected.path("activity").asText());
    assertThat(event.actor().type().label()).isEqualTo(expected.path("actor").asText());
    assertThat(ref(event.credential())).isEqualTo(expected.path("credential").textValue());
    assertThat(ref(event.issued())).isEqualTo(expected.path("issued").textValue());
    assertThat(evaluation.findings().stream().map(Finding::ruleId).map(ruleFiles::get).sorted())
        .containsExactlyElementsOf(texts(expected.path("rules")));
    assertThat(evaluation.plan().stream().map(action -> action.action().name()))
        .containsExactlyElementsOf(texts(expected.path("plan")));
  }

  private static @Nullable String ref(@Nullable Credential credential) {
    return credential == null ? null : credential.ref().toString();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(Objects.requireNonNull(text.textValue())));
    return texts;
  }
}
