package dev.tokenresponder.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.decode.Decoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/systems.md says what the code does. */
class SystemsPageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** By system, what the sources of its records begin with. */
  private static final Map<String, List<String>> VENDORS =
      Map.of(
          "aws", List.of("aws."),
          "gcp", List.of("gcp."),
          "workspace", List.of("workspace."),
          "entra", List.of("azure.", "entra.", "m365."),
          "kubernetes", List.of("kubernetes."),
          "github", List.of("github."),
          "okta", List.of("okta."),
          "slack", List.of("slack."),
          "dropbox", List.of("dropbox."),
          "generic", List.of("generic."));

  /**
   * A row: the system, what is seen, what can be done, how fast, what stays exposed, permissions.
   */
  record Row(String system, List<String> cells) {
    List<String> codes(int cell) {
      List<String> codes = new ArrayList<>();
      Matcher matcher = CODE.matcher(cells.get(cell));
      while (matcher.find()) {
        codes.add(matcher.group(1));
      }
      return codes;
    }

    @Override
    public String toString() {
      return system;
    }
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("../docs/systems.md")).stream()
        .filter(line -> line.startsWith("| **"))
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
        .map(cells -> new Row(system(cells.get(0)), cells))
        .toList();
  }

  private static String system(String cell) {
    Matcher matcher = CODE.matcher(cell);
    assertThat(matcher.find()).as(cell).isTrue();
    return matcher.group(1);
  }

  private static boolean isIn(String system, ActionSpec action) {
    return action.containment()
        && action.permissions().containsKey(system)
        && !(system.equals("gcp") && action.permissions().containsKey("workspace"));
  }

  @Test
  void everySystemHasOneRow() throws IOException {
    assertThat(rows())
        .extracting(Row::system)
        .containsExactlyInAnyOrderElementsOf(VENDORS.keySet());
    Set<String> systems =
        Catalogue.all().stream()
            .filter(ActionSpec::containment)
            .flatMap(action -> action.permissions().keySet().stream())
            .collect(Collectors.toSet());
    assertThat(VENDORS.keySet()).containsAll(systems);
    assertThat(Decoders.sources())
        .allSatisfy(
            source ->
                assertThat(
                        VENDORS.values().stream()
                            .flatMap(List::stream)
                            .anyMatch(source::startsWith))
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itSaysWhatIsSeen(Row row) {
    assertThat(row.codes(1))
        .containsExactlyInAnyOrderElementsOf(
            Decoders.sources().stream()
                .filter(source -> VENDORS.get(row.system()).stream().anyMatch(source::startsWith))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itSaysWhatCanBeDone(Row row) {
    assertThat(row.codes(2))
        .containsExactlyElementsOf(
            Catalogue.all().stream()
                .filter(action -> isIn(row.system(), action))
                .map(ActionSpec::name)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itSaysWhichPermissionsThatNeeds(Row row) {
    Set<String> needed = new TreeSet<>();
    Catalogue.all().stream()
        .filter(action -> isIn(row.system(), action))
        .forEach(action -> needed.addAll(action.permissions().get(row.system())));
    assertThat(row.codes(5)).containsExactlyElementsOf(needed);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itSaysHowFastThatIsAndWhatStaysExposed(Row row) {
    assertThat(row.cells()).hasSize(6);
    assertThat(row.cells().get(3)).hasSizeGreaterThan(10);
    assertThat(row.cells().get(4)).hasSizeGreaterThan(10);
  }
}
