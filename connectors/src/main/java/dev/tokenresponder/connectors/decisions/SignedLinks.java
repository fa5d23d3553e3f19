package dev.tokenresponder.connectors.decisions;

import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.respond.Decision;
import dev.tokenresponder.respond.DecisionLinks;
import dev.tokenresponder.respond.Decisions;
import dev.tokenresponder.respond.OwnerMessage.Link;
import dev.tokenresponder.respond.Verdict.Question;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Links that are good for a day. */
final class SignedLinks implements DecisionLinks {
  private static final Duration GOOD_FOR = Duration.ofHours(24);

  /** What a message of Teams has room for. */
  private static final int MOST = 5;

  private final DecisionTokens tokens;
  private final String base;
  private final Decisions decisions;
  private final Clock clock;

  /**
   * @param base where the endpoint is; https
   */
  SignedLinks(DecisionTokens tokens, URI base, Decisions decisions, Clock clock) {
    this.tokens = tokens;
    this.base = base.toString().replaceAll("/+$", "") + "/";
    this.decisions = decisions;
    this.clock = clock;
  }

  @Override
  public List<Link> of(Incident incident) {
    return decisions.open(incident).stream().flatMap(this::link).limit(MOST).toList();
  }

  private Stream<Link> link(Decision decision) {
    Instant until = clock.instant().plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS);
    String what = decision.question() == Question.DECIDE ? "Decide about " : "Take back ";
    String label = what + decision.action().action() + " on " + decision.action().name();
    return tokens.sign(decision, until).stream()
        .map(token -> new Link(label, URI.create(base + token)));
  }

  @Override
  public String toString() {
    return "SignedLinks";
  }
}
