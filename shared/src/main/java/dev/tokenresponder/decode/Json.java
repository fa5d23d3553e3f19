package dev.tokenresponder.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads untrusted JSON within bounds. Refused are: more than {@value #MOST_BYTES} bytes, strings
 * over {@value #LONGEST_STRING} characters, nesting deeper than {@value #DEEPEST}, duplicate keys,
 * invalid UTF-8, anything behind the document, and a dotted key that names the same field as a
 * nested one, because a record that can be read in two ways proves nothing.
 */
public final class Json {
  /** The most bytes one document may have. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  /** The most characters one string may have. */
  public static final int LONGEST_STRING = 2 * 1024 * 1024;

  /** The deepest nesting. */
  public static final int DEEPEST = 100;

  /** Each dot is a way to read the key, and all have to be tried. */
  private static final int MOST_DOTS = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_STRING)
                          .maxDocumentLength(MOST_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  private Json() {}

  /**
   * Reads one document.
   *
   * @throws MalformedRecordException with the reason, when it is not one within the bounds
   */
  public static JsonNode read(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new MalformedRecordException("the document is longer than " + MOST_BYTES + " bytes");
    }
    requireUtf8(bytes);
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (StreamConstraintsException e) {
      throw new MalformedRecordException("a limit of size or depth is exceeded" + place(e));
    } catch (JsonEOFException e) {
      throw new MalformedRecordException("the JSON ends too early (truncated)");
    } catch (JsonProcessingException e) {
      boolean duplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      throw new MalformedRecordException(
          (duplicate ? "a key is given twice" : "not valid JSON") + place(e));
    } catch (IOException e) {
      throw new MalformedRecordException("not readable: " + e.getClass().getSimpleName());
    }
    if (node.isMissingNode()) {
      throw new MalformedRecordException("empty");
    }
    refuseCollisions(node);
    return node;
  }

  private static void requireUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new MalformedRecordException("not valid UTF-8");
    }
  }

  private static void refuseCollisions(JsonNode node) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String key = field.getKey();
        if (key.indexOf('.') >= 0) {
          refuseCollision(node, key);
        }
      }
    }
    for (JsonNode child : node) {
      if (child.isContainerNode()) {
        refuseCollisions(child);
      }
    }
  }

  private static void refuseCollision(JsonNode node, String key) {
    if (key.chars().filter(c -> c == '.').count() > MOST_DOTS) {
      throw new MalformedRecordException("a key has more than " + MOST_DOTS + " dots");
    }
    if (nested(node, key)) {
      throw new MalformedRecordException(
          "a field is given twice, once with a dotted key and once nested");
    }
  }

  /** Whether {@code path} is also there by another split into keys than the whole of it. */
  private static boolean nested(JsonNode node, String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      JsonNode child = node.get(path.substring(0, dot));
      String rest = path.substring(dot + 1);
      if (child != null && (child.has(rest) || nested(child, rest))) {
        return true;
      }
    }
    return false;
  }

  /** The parser's own messages quote the input, which may hold secrets or control characters. */
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }
}
