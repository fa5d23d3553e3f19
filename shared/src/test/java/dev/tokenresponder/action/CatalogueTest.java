package dev.tokenresponder.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

  static List<ActionSpec> actions() {
    return Catalogue.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("actions")
  void every_action_declares_itself_and_is_documented(ActionSpec action) throws IOException {
    List<String> permissions =
        new TreeMap<>(action.permissions()).values().stream().flatMap(List::stream).toList();
    assertThat(permissions).isNotEmpty();
    assertThat(action.permissions().values()).allSatisfy(list -> assertThat(list).isSorted());
    assertThat(List.of(action.does(), action.undo(), action.example())).noneMatch(String::isBlank);
    String row =
        Files.readAllLines(Path.of("../docs/concepts.md")).stream()
            .filter(line -> line.startsWith("| `" + action.name() + "` |"))
            .findFirst()
            .orElseThrow();
    assertThat(row).contains("`" + action.function() + "`", action.reversible() ? "yes" : "no");
    assertThat(row).contains("| `" + String.join("` `", permissions) + "` |");
    assertThat(Files.readString(Path.of("../README.md"))).contains("| `" + action.name() + "` |");
  }
}
