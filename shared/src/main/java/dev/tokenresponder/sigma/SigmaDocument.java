package dev.tokenresponder.sigma;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One document of a rule file. */
public sealed interface SigmaDocument permits SigmaRule, SigmaCorrelation, SigmaFilter {

  /** What every kind of document says about itself. */
  Header header();

  /** The file it was read from. */
  default String file() {
    return header().file();
  }

  /** The line it starts at. */
  default int line() {
    return header().line();
  }

  /** Its id; file and line when it gives none. */
  default String id() {
    return header().id();
  }

  default String title() {
    return header().title();
  }

  default String description() {
    return header().description();
  }

  default String level() {
    return header().level();
  }

  default List<String> tags() {
    return header().tags();
  }

  default List<String> falsePositives() {
    return header().falsePositives();
  }

  /** The attributes that the standard leaves free. */
  default Map<String, Object> custom() {
    return header().custom();
  }

  /**
   * What every kind of document says about itself.
   *
   * @param file where it was read
   * @param line the line it starts at
   * @param id its UUID; file and line when it gives none
   * @param name what correlations call it; null when it has none
   * @param level as spelled in the document; {@code low} when it gives none
   * @param custom the attributes that the standard leaves free, as plain lists, maps and scalars
   */
  record Header(
      String file,
      int line,
      String id,
      @Nullable String name,
      String title,
      String description,
      String level,
      List<String> tags,
      List<String> falsePositives,
      Map<String, Object> custom) {

    public Header {
      tags = List.copyOf(tags);
      falsePositives = List.copyOf(falsePositives);
      custom = Map.copyOf(custom);
    }
  }
}
