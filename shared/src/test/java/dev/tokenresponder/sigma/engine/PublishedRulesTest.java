package dev.tokenresponder.sigma.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaCollection;
import dev.tokenresponder.sigma.SigmaFile;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.SigmaRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rules and events that others published, where a copy lies beside the checkout; it is no part of
 * the project.
 */
class PublishedRulesTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @BeforeEach
  void only_where_the_data_is() {
    assumeTrue(Files.isDirectory(DATA.resolve("sigma")), "no published rules beside the checkout");
  }

  @Test
  void every_rule_loads_without_an_error() throws IOException {
    SigmaCollection collection =
        SigmaCollection.of(
            files("sigma/rules", ".yml").stream().map(PublishedRulesTest::parse).toList());

    assertThat(collection.problems()).filteredOn(SigmaProblem::isError).isEmpty();
    assertThat(collection.rules()).hasSizeGreaterThan(90);
  }

  @Test
  void compiled_and_plain_rules_agree_on_every_event() throws IOException {
    List<SigmaRule> rules = new ArrayList<>();
    List<PlainSigma> plain = new ArrayList<>();
    for (Path file : files("sigma/rules", ".yml")) {
      rules.add((SigmaRule) parse(file).documents().get(0));
      plain.add(PlainSigma.of(Files.readString(file), Map.of()));
    }
    RuleSet<SigmaRule> set = RuleSet.of(rules, SigmaRule::detection, PublishedRulesTest::read);
    int matches = 0;
    List<JsonNode> events = events();
    for (JsonNode event : events) {
      List<SigmaRule> expected = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        if (plain.get(i).matches(event)) {
          expected.add(rules.get(i));
        }
      }
      matches += expected.size();
      assertThat(set.match(new JsonView(event))).isEqualTo(expected);
      assertThat(set.match(MAPPER.writeValueAsBytes(event))).isEqualTo(expected);
    }

    System.out.printf(
        "%d published rules agree on %d events, %d matches%n",
        rules.size(), events.size(), matches);
    assertThat(matches).isPositive();
  }

  private static SigmaFile parse(Path file) {
    try {
      return SigmaParser.read(file.getFileName().toString(), Files.readString(file), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String folder : List.of("stratus", "custodian", "workspace", "unit-cases")) {
      for (Path file : files(folder, ".json")) {
        read(file, events);
      }
      for (Path file : files(folder, ".jsonl")) {
        read(file, events);
      }
    }
    return events;
  }

  /** Whatever the file holds: single records, lists of them, or either inside an envelope. */
  private static void read(Path file, List<JsonNode> events) throws IOException {
    try (MappingIterator<JsonNode> nodes =
        MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (nodes.hasNext()) {
        JsonNode node = nodes.next();
        Iterable<JsonNode> records =
            node.isArray() ? node : node.has("activities") ? node.get("activities") : List.of(node);
        for (JsonNode record : records) {
          events.add(record);
          Stream.of("detail", "event").filter(record::has).map(record::get).forEach(events::add);
        }
      }
    }
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(DATA.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
