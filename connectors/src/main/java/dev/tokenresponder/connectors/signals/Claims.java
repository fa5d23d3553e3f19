package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads members of untrusted JSON: of the right type, of bounded length, each given once. */
record Claims(JsonNode node) {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The last second of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  static Claims parse(byte[] json) {
    try {
      JsonNode node = STRICT.readTree(json);
      if (node == null || !node.isObject()) {
        throw SignalException.malformed("the claims are not an object");
      }
      return new Claims(node);
    } catch (JsonProcessingException e) {
      throw SignalException.malformed("the claims are not JSON with each name given once");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** A member that is an object; what is missing holds nothing. */
  Claims object(String name, String what) {
    JsonNode child = node.path(name);
    if (!child.isObject()) {
      throw SignalException.malformed(what + " is missing or not an object");
    }
    return new Claims(child);
  }

  String required(String name, Pattern form, String what) {
    String text = text(name, form, what);
    if (text == null) {
      throw SignalException.malformed(what + " is missing");
    }
    return text;
  }

  @Nullable String text(String name, Pattern form, String what) {
    JsonNode child = node.path(name);
    if (child.isMissingNode()) {
      return null;
    }
    if (!child.isTextual() || !form.matcher(child.textValue()).matches()) {
      throw SignalException.malformed(what + " is not of the form it must have");
    }
    return child.textValue();
  }

  /** A time as JSON number of seconds since 1970 (RFC 7519, "NumericDate"). */
  @Nullable Instant time(String name, String what) {
    JsonNode child = node.path(name);
    if (child.isMissingNode()) {
      return null;
    }
    double seconds = child.isNumber() ? child.doubleValue() : -1;
    if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
      throw SignalException.malformed(what + " is not a number of seconds since 1970");
    }
    return Instant.ofEpochSecond(child.longValue());
  }
}
