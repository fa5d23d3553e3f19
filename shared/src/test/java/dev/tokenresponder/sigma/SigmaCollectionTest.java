package dev.tokenresponder.sigma;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigmaCollectionTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String FILTER =
      """
      title: Not the build
      id: id-filter
      logsource: {product: aws}
      filter:
        rules: [id-a]
        selection: {user: build}
        condition: not selection
      """;

  @ParameterizedTest(name = "rules: {0} narrows: {1}")
  @CsvSource(
      delimiterString = "=>",
      value = {
        "[id-a] => id-a",
        "[name-b] => id-b",
        "[id-a, name-b] => id-a, id-b",
        "any => id-a, id-b",
      })
  void a_filter_narrows_the_rules_it_names(String named, String narrowed) throws Exception {
    SigmaCollection collection =
        read(
            rule("A", "id-a", "name-a"),
            FILTER.replace("[id-a]", named),
            rule("B", "id-b", "name-b"));

    assertThat(collection.problems()).filteredOn(SigmaProblem::isError).isEmpty();
    assertThat(matched(collection, "{\"a\": 1, \"user\": \"alice\"}"))
        .containsExactly("id-a", "id-b");
    List<String> left = new ArrayList<>(List.of("id-a", "id-b"));
    left.removeAll(List.of(narrowed.split(", ")));
    assertThat(matched(collection, "{\"a\": 1, \"user\": \"build\"}"))
        .containsExactlyElementsOf(left);
  }

  @Test
  void what_refers_to_a_narrowed_rule_gets_the_narrowed_one() {
    SigmaCollection collection = read(rule("A", "id-a", "name-a"), FILTER);

    assertThat(collection.find("id-a")).containsSame(collection.rules().get(0));
    assertThat(collection.find("name-a")).containsSame(collection.rules().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "{product: aws} => false",
        "{product: aws, service: cloudtrail} => false",
        "{product: gcp} => true",
        "{product: aws, service: guardduty} => true",
        "{category: process_creation} => true",
      })
  void a_filter_leaves_rules_of_other_log_sources_alone(String logSource, boolean matches)
      throws Exception {
    SigmaCollection collection =
        read(rule("A", "id-a", null), FILTER.replace("{product: aws}", logSource));

    assertThat(matched(collection, "{\"a\": 1, \"user\": \"build\"}").isEmpty())
        .isEqualTo(!matches);
  }

  @Test
  void several_filters_each_take_away() throws Exception {
    SigmaCollection collection =
        read(
            rule("A", "id-a", null),
            FILTER,
            FILTER
                .replace("id-filter", "id-other")
                .replace("Not the build", "Not the tests")
                .replace("user: build", "user: tests"));

    assertThat(matched(collection, "{\"a\": 1, \"user\": \"build\"}")).isEmpty();
    assertThat(matched(collection, "{\"a\": 1, \"user\": \"tests\"}")).isEmpty();
    assertThat(matched(collection, "{\"a\": 1}")).containsExactly("id-a");
  }

  @Test
  void a_filter_for_a_rule_that_is_not_there_is_noted_and_stops_nothing() {
    SigmaCollection collection = read(rule("A", "id-a", null), FILTER.replace("[id-a]", "[id-z]"));

    assertThat(collection.problems())
        .filteredOn(problem -> problem.code().equals("unknown-rule"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.isError()).isFalse())
        .satisfies(problem -> assertThat(problem.message()).contains("'id-z'"));
  }

  @Test
  void two_documents_with_one_id_or_name_are_an_error_that_names_the_other() {
    assertThat(errors(read(rule("A", "id-a", null), rule("B", "id-a", null))))
        .containsExactly("duplicate-id: the id id-a is already used in 0.yml:1");
    assertThat(errors(read(rule("A", "id-a", "n"), rule("B", "id-b", "n"))))
        .containsExactly("duplicate-name: the name n is already used in 0.yml:1");
    assertThat(errors(read(rule("A", "id-a", "id-b"), rule("B", "id-b", null))))
        .containsExactly("duplicate-id: the id id-b is already used in 0.yml:1");
  }

  @Test
  void two_documents_with_one_title_are_noted_and_both_used() {
    SigmaCollection collection = read(rule("Same", "id-a", null), rule("same", "id-b", null));

    assertThat(errors(collection)).isEmpty();
    assertThat(collection.problems()).extracting(SigmaProblem::code).contains("duplicate-title");
    assertThat(collection.rules()).hasSize(2);
  }

  @Test
  void a_correlation_of_an_unknown_rule_is_an_error() {
    SigmaCollection collection = read(rule("A", "id-a", null), correlation("c", "id-a", "id-z"));

    assertThat(errors(collection))
        .containsExactly("unknown-rule: there is no rule 'id-z' to correlate");
    assertThat(collection.correlations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, 40})
  void correlations_in_a_circle_are_an_error(int length) {
    String[] circle = new String[length];
    for (int i = 0; i < length; i++) {
      circle[i] = correlation("c" + i, "c" + (i + 1) % length);
    }

    SigmaCollection collection = assertTimeoutPreemptively(ofSeconds(10), () -> read(circle));

    assertThat(errors(collection)).isNotEmpty().allMatch(e -> e.startsWith("correlation-chain"));
    assertThat(collection.correlations()).isEmpty();
  }

  @Test
  void a_chain_is_at_most_ten_deep_and_stands_in_order() {
    String[] chain = new String[11];
    chain[10] = rule("A", "c10", null);
    for (int i = 0; i < 10; i++) {
      chain[i] = correlation("c" + i, "c" + (i + 1));
    }

    SigmaCollection ten = read(chain);
    assertThat(errors(ten)).isEmpty();
    assertThat(ten.correlations())
        .extracting(SigmaCorrelation::id)
        .containsExactly("c9", "c8", "c7", "c6", "c5", "c4", "c3", "c2", "c1", "c0");

    String[] eleven = new String[12];
    System.arraycopy(chain, 0, eleven, 0, 11);
    eleven[11] = correlation("top", "c0");
    assertThat(errors(readReversed(eleven))).anyMatch(e -> e.startsWith("correlation-chain"));
    assertThat(errors(read(eleven))).anyMatch(e -> e.startsWith("correlation-chain"));
  }

  @Test
  void correlations_that_all_refer_to_each_other_end_quickly() {
    String[] all = new String[100];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      ids.add("c" + i);
    }
    for (int i = 0; i < all.length; i++) {
      all[i] = correlation("c" + i, ids.toArray(new String[0]));
    }

    SigmaCollection collection = assertTimeoutPreemptively(ofSeconds(10), () -> read(all));

    assertThat(collection.correlations()).isEmpty();
  }

  @Test
  void only_what_no_generating_correlation_refers_to_is_a_part() {
    String generating =
        correlation("c1", "id-b", "id-c").replace("title:", "generate: true\ntitle:");
    SigmaCollection collection =
        read(
            rule("A", "id-a", null),
            rule("B", "id-b", null),
            rule("C", "id-c", null),
            rule("D", "id-d", null),
            correlation("c0", "id-a", "id-b"),
            generating);

    assertThat(collection.parts()).containsExactly("id-a");
  }

  private static SigmaCollection read(String... texts) {
    List<SigmaFile> files = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      files.add(SigmaParser.read(i + ".yml", texts[i], Map.of()));
    }
    return SigmaCollection.of(files);
  }

  private static SigmaCollection readReversed(String... texts) {
    List<String> reversed = new ArrayList<>(List.of(texts));
    Collections.reverse(reversed);
    return read(reversed.toArray(new String[0]));
  }

  private static List<String> errors(SigmaCollection collection) {
    return collection.problems().stream()
        .filter(SigmaProblem::isError)
        .map(problem -> problem.code() + ": " + problem.message())
        .toList();
  }

  private static List<String> matched(SigmaCollection collection, String record) throws Exception {
    EventView view = new JsonView(MAPPER.readTree(record));
    return collection.rules().stream()
        .filter(rule -> rule.matches(view))
        .map(SigmaRule::id)
        .toList();
  }

  private static String rule(String title, String id, String name) {
    return "title: %s\nid: %s\n%slogsource: {product: aws, service: cloudtrail}\n"
            .formatted(title, id, name == null ? "" : "name: " + name + "\n")
        + "detection: {s: {a: 1}, condition: s}\n";
  }

  private static String correlation(String id, String... rules) {
    return "title: Correlation %s\nid: %s\ncorrelation: {type: temporal, rules: [%s], timespan: 1m, group-by: [user]}\n"
        .formatted(id, id, String.join(", ", rules));
  }
}
