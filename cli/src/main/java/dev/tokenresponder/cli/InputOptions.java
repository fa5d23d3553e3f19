package dev.tokenresponder.cli;

import dev.tokenresponder.cli.input.Inputs;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.decode.Decoders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is read and how the answer is printed. */
final class InputOptions {
  /** The forms of output. */
  enum Format {
    NDJSON,
    TEXT
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Files or folders with JSON objects, arrays, JSON lines or {\"Records\":[…]}, plain or"
              + " gzipped; - is standard input.")
  List<String> paths = List.of();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Read all records as this source instead of recognising them by their shape.")
  @Nullable String source;

  @Option(
      names = "--format",
      paramLabel = "ndjson|text",
      description = "Default: text on a terminal, ndjson elsewhere.")
  @Nullable String format;

  Format format() {
    if (format == null) {
      return Style.isTerminal() ? Format.TEXT : Format.NDJSON;
    }
    for (Format known : Format.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(format)) {
        return known;
      }
    }
    throw new UsageException("--format must be ndjson or text, not '" + format + "'");
  }

  @Nullable String source() {
    if (source != null && !Decoders.sources().contains(source)) {
      throw new UsageException(
          "--source must be one of " + Decoders.sources() + ", not '" + source + "'");
    }
    return source;
  }

  Inputs inputs() {
    return new Inputs(paths, System.in);
  }
}
