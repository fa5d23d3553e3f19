package dev.tokenresponder.connectors.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Posts to an incoming webhook of Slack or Google Chat, for whoever reads that channel; pings
 * nobody. The URL is a secret, for whoever holds it may post: it is never shown, and is sent to the
 * host it names and nowhere else, so redirects are not followed. Status 429 and those of 500 and
 * above are retryable, as are lost connections; all others but success are permanent.
 */
public final class ChatNotifier implements Notifier {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Pattern RETRY_AFTER = Pattern.compile("[A-Za-z0-9 ,:]{1,40}");

  private final ChatSystem system;
  private final URI webhook;
  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param webhook the URL as the chat system gave it
   * @throws IllegalArgumentException when it is not on https and a host of Slack or Google Chat
   */
  public ChatNotifier(String webhook) {
    URI url = uri(webhook);
    this.system = ChatSystem.of(url);
    this.webhook = url;
    this.patience = REQUEST;
  }

  /**
   * Posts to a stand-in on this machine, for tests.
   *
   * @param standIn {@code http://127.0.0.1:port}; gets the path and query of the webhook
   */
  public ChatNotifier(String webhook, URI standIn) {
    this(webhook, standIn, REQUEST);
  }

  ChatNotifier(String webhook, URI standIn, Duration patience) {
    if (!"http".equals(standIn.getScheme()) || !"127.0.0.1".equals(standIn.getHost())) {
      throw new IllegalArgumentException("a stand-in must be on http://127.0.0.1");
    }
    URI url = uri(webhook);
    this.system = ChatSystem.of(url);
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    this.webhook = uri("http://127.0.0.1:" + standIn.getPort() + url.getRawPath() + query);
    this.patience = patience;
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .timeout(patience)
            .header("Content-Type", "application/json; charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(json(message)))
            .build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      discard(response.body());
      return answer(response);
    } catch (IOException e) {
      throw ActionException.retryable(
          "no answer from " + system.label() + ": " + e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while posting to " + system.label(), null);
    }
  }

  @Override
  public String toString() {
    return "ChatNotifier[" + system.label() + "]";
  }

  private String answer(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return "posted to " + system.label();
    }
    if (status == 429 || status >= 500) {
      String wait =
          response
              .headers()
              .firstValue("Retry-After")
              .filter(value -> RETRY_AFTER.matcher(value).matches())
              .map(value -> ", Retry-After: " + value)
              .orElse("");
      throw ActionException.retryable(
          system.label() + " takes no message now: HTTP " + status + wait, null);
    }
    if (status >= 300 && status < 400) {
      throw ActionException.permanent(
          system.label() + " answered with a redirect, which is not followed: HTTP " + status);
    }
    throw ActionException.permanent(
        "the webhook was removed or refused by " + system.label() + ": HTTP " + status);
  }

  /** What the other side writes is not read: it may have no end, and nothing depends on it. */
  private static void discard(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // the status has come already
    }
  }

  private String json(OwnerMessage message) {
    try {
      return MAPPER.writeValueAsString(system.body(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and flags are always JSON", e);
    }
  }

  /** Does not show the text, nor keeps the exception, whose message does. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the webhook is not a URL");
    }
  }
}
