package dev.tokenresponder.connectors.inbound;

import dev.tokenresponder.respond.JsonLog;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The one door for webhooks, at a path for each provider. Bounds what comes before it is looked at.
 *
 * <ul>
 *   <li>2xx: kept, or never of use
 *   <li>400, 401, 415: not as it must be, or not proven; nothing went further
 *   <li>404, 405, 413: no such path, not a POST, too long
 *   <li>429: more than {@value #MOST_PER_SECOND} a second at this path and in this process
 *   <li>503: to be sent again
 * </ul>
 */
public final class InboundEndpoint {
  /** The most bytes a body may have. */
  public static final int MOST_BYTES = 1024 * 1024;

  private static final int MOST_PER_SECOND = 100;

  private final Map<String, Webhook> webhooks;
  private final Map<String, RateLimiter> limits = new HashMap<>();

  /**
   * @param webhooks by the last part of the path
   */
  public InboundEndpoint(Map<String, Webhook> webhooks) {
    this(webhooks, MOST_PER_SECOND);
  }

  InboundEndpoint(Map<String, Webhook> webhooks, int mostPerSecond) {
    this.webhooks = Map.copyOf(webhooks);
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(mostPerSecond)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build();
    webhooks.keySet().forEach(path -> limits.put(path, RateLimiter.of(path, config)));
  }

  /** Handles a request; never throws. */
  public InboundAnswer handle(InboundRequest request) {
    String name = request.path().substring(request.path().lastIndexOf('/') + 1);
    Webhook webhook = webhooks.get(name);
    RateLimiter limit = limits.get(name);
    if (webhook == null || limit == null) {
      return InboundAnswer.text(404, "there are webhooks at " + paths());
    }
    if (!"POST".equals(request.method())) {
      return InboundAnswer.text(405, "only POST").with("Allow", "POST");
    }
    if (request.body().length > MOST_BYTES) {
      return InboundAnswer.text(413, "a body has at most " + MOST_BYTES + " bytes");
    }
    if (!limit.acquirePermission()) {
      return InboundAnswer.text(429, "too many requests").with("Retry-After", "1");
    }
    return receive(name, webhook, request);
  }

  private static InboundAnswer receive(String name, Webhook webhook, InboundRequest request) {
    InboundAnswer answer;
    try {
      answer = webhook.receive(request);
    } catch (RuntimeException e) {
      JsonLog.error("a webhook must be sent again: " + name, e);
      return InboundAnswer.text(503, "try again later").with("Retry-After", "30");
    }
    if (answer.status() / 100 != 2) {
      JsonLog.info("refused", "webhook", name, "status", String.valueOf(answer.status()));
    }
    return answer;
  }

  private String paths() {
    return webhooks.keySet().stream().sorted().map("/"::concat).collect(Collectors.joining(" "));
  }
}
