package dev.tokenresponder.cli.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a command: files, folders and standard input, plain or gzipped. Of folders, the
 * files that look like JSON are read, below each other and by name; {@code *.expected.json} stands
 * beside samples and is passed over.
 */
public final class Inputs {
  private static final List<String> ENDINGS =
      List.of(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz");

  private final List<String> paths;
  private final InputStream standardInput;

  /**
   * @param paths as given; {@code -} is standard input
   */
  public Inputs(List<String> paths, InputStream standardInput) {
    this.paths = List.copyOf(paths);
    this.standardInput = standardInput;
  }

  /** Takes what is found. */
  public interface Sink {
    /** A document of {@code file}. */
    void document(String file, byte[] bytes);

    /** A part of {@code file}, or the whole, that cannot be read. */
    void unreadable(String file, String reason);
  }

  /** Hands every document to the sink, in order. */
  public void read(Sink sink) {
    for (String path : paths) {
      if (path.equals("-")) {
        read("-", standardInput, sink);
      } else {
        for (Path file : files(path, sink)) {
          open(file, sink);
        }
      }
    }
  }

  private static List<Path> files(String path, Sink sink) {
    Path start = Path.of(path);
    if (!Files.isDirectory(start)) {
      return List.of(start);
    }
    try (Stream<Path> found = Files.walk(start)) {
      return new ArrayList<>(found.filter(Inputs::isData).sorted().toList());
    } catch (IOException | UncheckedIOException e) {
      sink.unreadable(path, "cannot be listed: " + e.getMessage());
      return List.of();
    }
  }

  private static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith)
        && !name.endsWith(".expected.json")
        && Files.isRegularFile(file);
  }

  private static void open(Path file, Sink sink) {
    try (InputStream in = Files.newInputStream(file)) {
      read(file.toString(), in, sink);
    } catch (IOException e) {
      sink.unreadable(file.toString(), "cannot be opened: " + reason(e));
    }
  }

  private static void read(String name, InputStream raw, Sink sink) {
    try {
      ElementScanner.scan(
          plain(raw),
          element -> {
            @Nullable String problem = element.problem();
            if (problem == null) {
              sink.document(name, element.bytes());
            } else {
              sink.unreadable(name, problem);
            }
          });
    } catch (IOException e) {
      sink.unreadable(name, "cannot be read to the end: " + reason(e));
    }
  }

  private static InputStream plain(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in) : in;
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
