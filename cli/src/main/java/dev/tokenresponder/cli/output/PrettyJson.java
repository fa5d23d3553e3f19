package dev.tokenresponder.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON of which each line says one thing, so that files of it are easily compared. */
public final class PrettyJson {
  private PrettyJson() {}

  /** The value, its records and lists spread over lines. */
  public static String of(Object value) throws JsonProcessingException {
    return new ObjectMapper()
        .writer(new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter()))
        .writeValueAsString(value);
  }
}
