package dev.tokenresponder.aws.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The zip holds what our classes refer to, and its SBOM says just what the zip holds. */
class PackagedLibrariesIT {
  private static final Path TARGET = Path.of("target");

  private Path task;

  @BeforeEach
  void unpack() throws IOException {
    task = UnpackedZip.in(TARGET.resolve("function"), TARGET.resolve("function.zip"));
  }

  @Test
  void every_class_that_ours_refer_to_is_there() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--missing-deps", "--multi-release", "17"));
    arguments.addAll(List.of("-include", "dev\\.tokenresponder\\..*", "-cp"));
    arguments.add(String.join(File.pathSeparator, jars().stream().map(Path::toString).toList()));
    arguments.add(task.toString());
    List<String> ours =
        jars().stream()
            .filter(jar -> jar.getFileName().toString().startsWith("dev.tokenresponder."))
            .map(Path::toString)
            .toList();
    assertThat(ours).hasSize(2);
    arguments.addAll(ours);
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);

    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new));

    assertThat(out.toString()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void the_sbom_lists_the_very_jars_inside() throws IOException, GeneralSecurityException {
    Map<String, String> listed = new TreeMap<>();
    JsonNode sbom = new ObjectMapper().readTree(TARGET.resolve("function.zip.cdx.json").toFile());
    for (JsonNode component : sbom.path("components")) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          listed.put(
              component.path("group").asText()
                  + "."
                  + component.path("name").asText()
                  + "-"
                  + component.path("version").asText()
                  + ".jar",
              hash.path("content").asText());
        }
      }
    }
    Map<String, String> inside = new TreeMap<>();
    for (Path jar : jars()) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      inside.put(jar.getFileName().toString(), HexFormat.of().formatHex(sum));
    }

    assertThat(listed).isEqualTo(inside);
  }

  private List<Path> jars() throws IOException {
    try (var files = Files.list(task.resolve("lib"))) {
      return files.sorted().toList();
    }
  }
}
