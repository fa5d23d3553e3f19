package dev.tokenresponder.respond;

import dev.tokenresponder.sigma.SigmaFile;
import dev.tokenresponder.sigma.SigmaParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a rule file.
 *
 * @param name what to call it in messages
 */
public record RuleFile(String name, String text) {
  private static final String BUILT_IN = "rules";

  /** The rules that ship with the responder. */
  public static List<RuleFile> builtIn() {
    URL url = Objects.requireNonNull(RuleFile.class.getClassLoader().getResource(BUILT_IN));
    try {
      URI uri = url.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return under(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return under(jar.getPath(BUILT_IN));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the built-in rules cannot be found at " + url, e);
    }
  }

  /**
   * The rules that ship with the responder, and those of a folder.
   *
   * @param folder null when there is none
   * @throws UncheckedIOException when it cannot be read
   */
  public static List<RuleFile> builtInAnd(@Nullable String folder) {
    List<RuleFile> files = new ArrayList<>(builtIn());
    try {
      if (folder != null) {
        files.addAll(under(Path.of(folder)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the rules in " + folder + " cannot be read", e);
    }
    return files;
  }

  /**
   * Every {@code .yml} and {@code .yaml} file in a folder and below, in the order of their paths.
   *
   * @throws IOException when the folder or a file cannot be read
   */
  public static List<RuleFile> under(Path folder) throws IOException {
    List<RuleFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(RuleFile::isYaml).sorted().toList()) {
        files.add(new RuleFile(path.toString(), Files.readString(path)));
      }
    }
    return files;
  }

  SigmaFile read(Map<String, List<String>> lists) {
    return SigmaParser.read(name, text, lists);
  }

  private static boolean isYaml(Path path) {
    String name = path.toString();
    return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(path);
  }
}
