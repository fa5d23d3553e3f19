package dev.tokenresponder.sigma.correlation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaCollection;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.correlation.Correlator.Hit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events, one after the other, for the rules of one text. */
final class Feed {
  /** Rules a and b match events that have the field of that name. */
  static final String PARTS =
      """
      {title: A, id: id-a, name: a, level: low, logsource: {category: any},
       detection: {s: {a: 1}, condition: s}}
      ---
      {title: B, id: id-b, name: b, level: low, logsource: {category: any},
       detection: {s: {b: 1}, condition: s}}
      """;

  /** The example of the specification. */
  static final String FAILED_LOGINS =
      """
      title: Correlation - Multiple Failed Logins Followed by Successful Login
      id: b180ead8-d58f-40b2-ae54-c8940995b9b6
      correlation:
          type: temporal_ordered
          rules:
              - multiple_failed_login
              - successful_login
          group-by:
              - User
          timespan: 10m
      level: high
      ---
      title: Multiple failed logons
      id: a8418a5a-5fc4-46b5-b23b-6c73beb19d41
      name: multiple_failed_login
      correlation:
          type: event_count
          rules:
              - failed_login
          group-by:
              - User
          timespan: 10m
          condition:
              gte: 10
      ---
      title: Single failed login
      id: 53ba33fd-3a50-4468-a5ef-c583635cfa92
      name: failed_login
      logsource:
          product: windows
          service: security
      detection:
          selection:
              EventID:
                  - 529
                  - 4625
          condition: selection
      ---
      title: Successful login
      id: 4d0a2c83-c62c-4ed4-b475-c7e23a9269b8
      name: successful_login
      logsource:
          product: windows
          service: security
      detection:
          selection:
              EventID:
                  - 528
                  - 4624
          condition: selection
      """;

  private static final ObjectMapper MAPPER = new YAMLMapper();

  final InMemoryCorrelationStore store = new InMemoryCorrelationStore();
  final Correlator correlator;
  String scope = "genuine";

  private final SigmaCollection collection;
  private int events;

  Feed(String rules) {
    collection = SigmaCollection.of(List.of(SigmaParser.read("r.yml", rules, Map.of())));
    List<SigmaProblem> errors =
        collection.problems().stream().filter(SigmaProblem::isError).toList();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(errors.toString());
    }
    correlator = new Correlator(collection);
  }

  /** Rules a and b, and a correlation of them. */
  static Feed of(String correlation) {
    return new Feed(PARTS + correlation("Correlation", correlation));
  }

  static String correlation(String title, String correlation) {
    return "---\n{title: "
        + title
        + ", id: id-"
        + title
        + ", correlation: {"
        + correlation
        + "}}\n";
  }

  /**
   * The titles of what an event completes.
   *
   * @param record in YAML, and so in JSON with spaces and quotes left out
   */
  List<String> see(String id, String second, String record) {
    EventView view = view(record);
    List<Hit> hits =
        collection.rules().stream()
            .filter(rule -> rule.matches(view))
            .map(rule -> new Hit(rule, view))
            .toList();
    Instant time = Instant.EPOCH.plusMillis(new BigDecimal(second).movePointRight(3).intValue());
    return correlator.observe(hits, id, time, scope, store).stream()
        .map(hit -> hit.rule().title())
        .toList();
  }

  /** How often so many new events complete something. */
  int count(int times, String second, String record) {
    int completed = 0;
    for (int i = 0; i < times; i++) {
      completed += see("counted " + events++, second, record).size();
    }
    return completed;
  }

  private static EventView view(String record) {
    try {
      return new JsonView(MAPPER.readTree(record.replace(":", ": ")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
