package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A policy that others wrote too, as they wrote it: our statements go in behind theirs and out
 * again, and every other character stays.
 *
 * @param pieces the statements and where they are, in their order
 * @param isList whether they are in a list; a policy may have one statement without
 */
record PolicyText(String text, List<Piece> pieces, boolean isList) {
  /** How a list begins that we have made of one statement, to be known when it is undone. */
  private static final String LIST = "[ \t";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * One statement.
   *
   * @param end behind its last character
   */
  record Piece(JsonNode statement, int start, int end) {}

  /** Reads a policy; empty when it is none, or can be read in more than one way. */
  static Optional<PolicyText> read(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      List<Piece> pieces = new ArrayList<>();
      boolean isList = false;
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("Statement");
        JsonToken value = parser.nextToken();
        isList |= wanted && value == JsonToken.START_ARRAY;
        if (!wanted) {
          parser.skipChildren();
        } else if (!isList) {
          pieces.add(piece(parser));
        } else {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            pieces.add(piece(parser));
          }
        }
      }
      boolean whole = parser.nextToken() == null;
      boolean objects = pieces.stream().allMatch(piece -> piece.statement().isObject());
      return whole && objects && !pieces.isEmpty()
          ? Optional.of(new PolicyText(text, List.copyOf(pieces), isList))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Piece piece(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    JsonNode statement = parser.readValueAsTree();
    return new Piece(statement, start, (int) parser.currentLocation().getCharOffset());
  }

  List<JsonNode> statements() {
    return pieces.stream().map(Piece::statement).toList();
  }

  /** The text with exactly these statements of ours; others wrote at least one that is there. */
  String with(List<JsonNode> ours) {
    PolicyText theirs = read(withoutOurs()).orElseThrow();
    if (ours.isEmpty()) {
      return theirs.text();
    }
    Piece last = theirs.pieces().get(theirs.pieces().size() - 1);
    StringBuilder result = new StringBuilder(theirs.text());
    StringBuilder more = new StringBuilder();
    ours.forEach(statement -> more.append(',').append(statement));
    if (theirs.isList()) {
      return result.insert(last.end(), more).toString();
    }
    return result.insert(last.end(), more.append(']')).insert(last.start(), LIST).toString();
  }

  private String withoutOurs() {
    StringBuilder result = new StringBuilder(text);
    int removed = 0;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      if (Denial.parse(pieces.get(i).statement()).isPresent()) {
        removed++;
        boolean first = i == 0;
        int from = first ? pieces.get(0).start() : pieces.get(i - 1).end();
        result.delete(from, first ? pieces.get(1).start() : pieces.get(i).end());
      }
    }
    return removed == pieces.size() - 1 ? unwrapped(result) : result.toString();
  }

  /** One statement that we have put in a list stands alone again. */
  private static String unwrapped(StringBuilder text) {
    Optional<Piece> left = read(text.toString()).map(read -> read.pieces().get(0));
    int open = left.map(piece -> piece.start() - LIST.length()).orElse(-1);
    int close = left.map(Piece::end).orElse(-1);
    if (open >= 0 && text.indexOf(LIST, open) == open && text.charAt(close) == ']') {
      text.deleteCharAt(close).delete(open, open + LIST.length());
    }
    return text.toString();
  }
}
