package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.Style;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The form of output: for people or for machines. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "ndjson|text",
      description = "Default: text on a terminal, ndjson elsewhere.")
  private @Nullable String format;

  /** Whether it is to be a page; of no other form then. Only some commands have one. */
  boolean isHtml() {
    return "html".equals(format);
  }

  boolean isText() {
    return isText(Style.isTerminal());
  }

  /**
   * @param otherwise whether it is text where nobody says
   */
  boolean isText(boolean otherwise) {
    if (format == null) {
      return otherwise;
    }
    if (!format.equals("text") && !format.equals("ndjson")) {
      throw new UsageException("--format must be ndjson or text, not '" + format + "'");
    }
    return format.equals("text");
  }
}
