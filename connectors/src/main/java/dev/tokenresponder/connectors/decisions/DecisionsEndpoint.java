package dev.tokenresponder.connectors.decisions;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.connectors.decisions.DecisionTokens.Reading;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.respond.Decision;
import dev.tokenresponder.respond.DecisionDesk;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.JsonLog;
import dev.tokenresponder.respond.Verdict;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers behind the links, whose token is the last part of the path. GET shows what is to be
 * decided and changes nothing, for programs fetch links by themselves; POST of {@code
 * verdict=approve}, {@code reject} or {@code undo} decides.
 *
 * <ul>
 *   <li>200: what is to be decided, or what was decided just now
 *   <li>400: the form is not as it must be
 *   <li>403: not a link of ours
 *   <li>404: there is no such incident
 *   <li>405, 413, 429: neither GET nor POST, too long, too many with links of ours in a second in
 *       this process
 *   <li>409: the action has come to something else since the link was made; or a person has stopped
 *       everything, and nothing is decided yet
 *   <li>410: decided before, or too late
 *   <li>503: the store or the bus could not be reached, or somebody else decides at this moment; it
 *       may have been decided, which a look two minutes later shows
 * </ul>
 */
public final class DecisionsEndpoint {
  /** The most bytes a body may have. */
  public static final int MOST_BYTES = 4 * 1024;

  private static final int MOST_PER_SECOND = 20;
  private static final Pattern FORM = Pattern.compile("verdict=([a-z]{1,10})");

  private final DecisionTokens tokens;
  private final DecisionDesk desk;
  private final Clock clock;
  private final RateLimiter limit;

  DecisionsEndpoint(DecisionTokens tokens, DecisionDesk desk, Clock clock) {
    this.tokens = tokens;
    this.desk = desk;
    this.clock = clock;
    this.limit =
        RateLimiter.of(
            "decisions",
            RateLimiterConfig.custom()
                .limitForPeriod(MOST_PER_SECOND)
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(Duration.ZERO)
                .build());
  }

  /** Handles a request; never throws. */
  public InboundAnswer handle(InboundRequest request) {
    boolean get = "GET".equals(request.method());
    if (!get && !"POST".equals(request.method())) {
      return sorry(405, "Only GET and POST are answered here.").with("Allow", "GET, POST");
    }
    if (request.body().length > MOST_BYTES) {
      return sorry(413, "That is too long.");
    }
    String token = request.path().substring(request.path().lastIndexOf('/') + 1);
    Reading reading = tokens.read(token, clock.instant());
    if (reading instanceof Reading.Expired) {
      return sorry(
          410, "The time of this link is over. Decide on the command line, or by a newer link.");
    }
    if (!(reading instanceof Reading.Valid valid)) {
      return sorry(
          403, "This is not a link that token-responder made, or it was not copied whole.");
    }
    // only whoever holds a link can use up what is allowed
    if (!limit.acquirePermission()) {
      return sorry(429, "Too many requests. Wait a second and load this page again.")
          .with("Retry-After", "1");
    }
    try {
      return get ? show(valid) : take(valid, request);
    } catch (ActionException e) {
      if (!e.isRetryable()) {
        JsonLog.error("a decision could not be made", e);
        return sorry(409, "This cannot be decided any more: the action stands otherwise by now.");
      }
      return again(e);
    } catch (RuntimeException e) {
      return again(e);
    }
  }

  private static InboundAnswer again(RuntimeException e) {
    JsonLog.error("a decision must be tried again", e);
    return sorry(
            503,
            "It is not known whether this is decided. It may have been decided, by you or by somebody"
                + " else; load this page again in two minutes to see.")
        .with("Retry-After", "120");
  }

  private InboundAnswer show(Reading.Valid valid) {
    return answer(desk.look(valid.decision()), valid);
  }

  private InboundAnswer take(Reading.Valid valid, InboundRequest request) {
    Decision decision = valid.decision();
    Matcher form = FORM.matcher(new String(request.body(), StandardCharsets.UTF_8).strip());
    Optional<Verdict> verdict =
        (form.matches() ? Verdict.of(form.group(1)) : Optional.<Verdict>empty())
            .filter(given -> given.question() == decision.question());
    if (verdict.isEmpty()) {
      return sorry(400, "The form has no verdict for this question.");
    }
    Standing standing = desk.give(decision, verdict.get());
    ActionKey action = decision.action();
    JsonLog.info(
        "decision",
        "incident",
        action.incident(),
        "action",
        action.action(),
        "target",
        action.name(),
        "verdict",
        verdict.get().label(),
        "given",
        String.valueOf(standing instanceof Standing.Given));
    return answer(standing, valid);
  }

  private static InboundAnswer answer(Standing standing, Reading.Valid valid) {
    if (standing instanceof Standing.Open open) {
      return page(200, DecisionPage.question(open, valid.decision().question(), valid.until()));
    }
    if (standing instanceof Standing.Given given) {
      return page(200, DecisionPage.given(given.verdict(), valid.decision().action()));
    }
    if (standing instanceof Standing.Settled settled) {
      return sorry(410, "This was decided before: " + settled.how() + " at " + settled.at() + ".");
    }
    if (standing instanceof Standing.Changed changed) {
      return sorry(
          409,
          "This cannot be decided by this link any more: the action has changed since it was made,"
              + " and now stands as: "
              + changed.how()
              + ". The incident says more.");
    }
    if (standing instanceof Standing.Stopped stopped) {
      return sorry(
          409,
          "Everything was stopped by "
              + stopped.order().by()
              + " at "
              + stopped.order().at()
              + ". Nothing is decided; this link can be used once that order is withdrawn.");
    }
    return sorry(404, "There is no such incident (any more).");
  }

  private static InboundAnswer sorry(int status, String sentence) {
    return page(status, DecisionPage.sentence(sentence));
  }

  private static InboundAnswer page(int status, String html) {
    return new InboundAnswer(
        status,
        Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "X-Robots-Tag", "noindex",
            "Content-Security-Policy", DecisionPage.SECURITY),
        html);
  }

  @Override
  public String toString() {
    return "DecisionsEndpoint";
  }
}
