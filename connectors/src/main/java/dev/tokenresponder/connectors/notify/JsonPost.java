package dev.tokenresponder.connectors.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Posts JSON to one address, which is a secret and is never shown. Redirects are not followed, for
 * the address would leave its host. Statuses 408, 429 and those of 500 and above are retryable, as
 * are lost connections; all others but 2xx are permanent.
 */
final class JsonPost {
  /** How long to wait for an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Pattern RETRY_AFTER = Pattern.compile("[A-Za-z0-9 ,:]{1,40}");

  private final String label;
  private final String refusal;
  private final URI url;
  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param label what people call the other side
   * @param refusal what a permanent status most likely means
   */
  JsonPost(String label, String refusal, URI url, Duration patience) {
    this.label = label;
    this.refusal = refusal;
    this.url = url;
    this.patience = patience;
  }

  /**
   * Posts.
   *
   * @return the status, 2xx
   * @throws ActionException for any other
   */
  int send(String json, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(patience)
            .header("Content-Type", "application/json; charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      discard(response.body());
      return answer(response);
    } catch (IOException e) {
      throw ActionException.retryable(
          "no answer from " + label + ": " + e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while posting to " + label, null);
    }
  }

  /** Texts, flags, lists and maps of them, as JSON. */
  static String json(Object body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and flags are always JSON", e);
    }
  }

  private int answer(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return status;
    }
    if (status == 408 || status == 429 || status >= 500) {
      String wait =
          response
              .headers()
              .firstValue("Retry-After")
              .filter(value -> RETRY_AFTER.matcher(value).matches())
              .map(value -> ", Retry-After: " + value)
              .orElse("");
      throw ActionException.retryable(label + " takes no message now: HTTP " + status + wait, null);
    }
    if (status >= 300 && status < 400) {
      throw ActionException.permanent(
          label + " answered with a redirect, which is not followed: HTTP " + status);
    }
    throw ActionException.permanent(refusal + ": HTTP " + status);
  }

  /** What the other side writes is not read: it may have no end, and nothing depends on it. */
  private static void discard(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // the status has come already
    }
  }
}
