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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What errors mean. Of an answer only status and code are told: its text may come from anybody. */
final class ApiErrors {
  static final int LIMITED = 429;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,60}");
  private static final String[] CODES = {"/error/code", "/errorCode", "/error", "/code"};

  private ApiErrors() {}

  static boolean isRetryable(int status) {
    return status == 408 || status == 425 || status == LIMITED || status >= 500;
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

  /**
   * How long to wait: {@code Retry-After} (RFC 9110, section 10.2.3), else, at a limit, until its
   * end by the answer's own clock (Okta Developer, "Rate limits"; GitHub Docs, "Rate limits for the
   * REST API"), an hour at most; no time when there is neither.
   */
  static Duration wait(int status, HttpHeaders headers) {
    if (headers.firstValue("Retry-After").isPresent() || status != LIMITED) {
      return retryAfter(headers);
    }
    String reset =
        Stream.of("X-Rate-Limit-Reset", "X-RateLimit-Reset")
            .flatMap(name -> headers.firstValue(name).stream())
            .map(String::strip)
            .filter(text -> text.matches("[0-9]{1,11}"))
            .findFirst()
            .orElse("0");
    Duration wait = Duration.between(date(headers), Instant.ofEpochSecond(Long.parseLong(reset)));
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Instant date(HttpHeaders headers) {
    try {
      String date = headers.firstValue("Date").orElse("").strip();
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Instant.now();
    }
  }

  private static Duration retryAfter(HttpHeaders headers) {
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
