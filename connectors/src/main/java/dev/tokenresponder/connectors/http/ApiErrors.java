package dev.tokenresponder.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What errors mean. Of an answer only status and code are told: its text may come from anybody. */
final class ApiErrors {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,60}");
  private static final String[] CODES = {"/error/code", "/errorCode", "/error", "/code"};

  private ApiErrors() {}

  static boolean isRetryable(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  static String reason(int status, @Nullable JsonNode body) {
    String told = code(body).map(code -> "HTTP " + status + " " + code).orElse("HTTP " + status);
    return switch (status) {
      case 401 -> "the responder's credentials are not accepted (" + told + ")";
      case 403 -> "the responder lacks the permission (" + told + ")";
      case 404 -> "there is no such thing (" + told + ")";
      default -> told;
    };
  }

  private static Optional<String> code(@Nullable JsonNode body) {
    if (body == null) {
      return Optional.empty();
    }
    for (String pointer : CODES) {
      JsonNode code = body.at(pointer);
      if (code.isTextual() && CODE.matcher(code.textValue()).matches()) {
        return Optional.of(code.textValue());
      }
    }
    return Optional.empty();
  }

  /** Seconds, or a date (RFC 9110, section 10.2.3); no time when there is neither. */
  static Duration retryAfter(HttpHeaders headers) {
    String text = headers.firstValue("Retry-After").orElse("").strip();
    if (text.matches("[0-9]{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
