package dev.tokenresponder.respond;

import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.Past;
import dev.tokenresponder.context.Trust;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Planner;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Evaluation.Status;
import dev.tokenresponder.sigma.Explanation;
import dev.tokenresponder.sigma.correlation.Correlator.Hit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From bytes to verdicts and plans. It can change nothing, save that it remembers what it has seen.
 */
public final class Evaluator {
  private final RuleBook rules;
  private final Planner planner;
  private final Trust trust;
  private final Intake intake;
  private final Set<String> clusters;
  private final Memory memory;
  private final Duration learning;
  private final Function<TokenEvent, Instant> clock;

  /** With no cluster whose log is believed by what CloudWatch Logs delivers. */
  public Evaluator(
      RuleBook rules,
      Policy policy,
      Intake intake,
      Memory memory,
      Function<TokenEvent, Instant> clock) {
    this(rules, policy, intake, Set.of(), memory, clock);
  }

  /**
   * @param clusters as in {@link dev.tokenresponder.decode.Envelopes#open(byte[], Intake, Set)}
   * @param memory of earlier events
   * @param clock the time of decision: the wall clock where actions follow, the event's own time
   *     where the past is judged
   */
  public Evaluator(
      RuleBook rules,
      Policy policy,
      Intake intake,
      Set<String> clusters,
      Memory memory,
      Function<TokenEvent, Instant> clock) {
    this.rules = rules;
    this.planner = new Planner(policy, memory.lineage());
    this.trust =
        new Trust(
            policy.trustedAccounts(),
            policy.trustedDomains(),
            policy.trustedNetworks(),
            policy.approvedApps());
    this.learning = policy.learningPeriod();
    this.intake = intake;
    this.clusters = clusters;
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * A record, read and matched by itself.
   *
   * @param hits the rules that need no memory and matched; empty when it could not be read
   * @param traces what is to be looked up; null when no rule asks
   */
  public record Draft(Decoded decoded, List<Hit> hits, Past.@Nullable Traces traces) {}

  /**
   * Judges every record in one element of input; bad input gets a verdict too and never throws.
   *
   * @param element one JSON document: a record, or records in envelopes
   * @param source the one source to read records as; null to recognise it by their shape
   */
  public List<Evaluation> evaluate(byte[] element, @Nullable String source) {
    return complete(draft(element, source));
  }

  /** Judges a record that a webhook brought, and which is believed as one of its source. */
  public List<Evaluation> evaluateReceived(byte[] record, String source) {
    return complete(draft(record, Intake.WEBHOOK, source));
  }

  /** The part that needs no memory of other events, and may be done for many at once. */
  public List<Draft> draft(byte[] element, @Nullable String source) {
    return draft(element, intake, source);
  }

  private List<Draft> draft(byte[] element, Intake channel, @Nullable String source) {
    List<Draft> drafts = new ArrayList<>();
    for (Decoded decoded : Decoders.decode(element, channel, clusters, source)) {
      drafts.add(draft(decoded));
    }
    return drafts;
  }

  private Draft draft(Decoded decoded) {
    if (decoded instanceof Decoded.Event event) {
      Facts facts = Facts.of(event.event(), trust, Past.UNKNOWN, null);
      return new Draft(
          decoded,
          rules.hits(event.event(), event.raw(), facts),
          rules.readsThePast() ? Past.traces(event.event()) : null);
    }
    return new Draft(decoded, List.of(), null);
  }

  /** The part that remembers, to be done in the order of events. */
  public List<Evaluation> complete(List<Draft> drafts) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (Draft draft : drafts) {
      Decoded decoded = draft.decoded();
      if (decoded instanceof Decoded.Event event) {
        evaluations.add(judge(event.event(), draft));
      } else if (decoded instanceof Decoded.Ignored ignored) {
        evaluations.add(without(Status.IGNORED, ignored.source(), ignored.reason()));
      } else if (decoded instanceof Decoded.Malformed malformed) {
        evaluations.add(without(Status.MALFORMED, malformed.source(), malformed.reason()));
      }
    }
    return evaluations;
  }

  /**
   * What a rule makes of one record.
   *
   * @param event the event's name and id; what is wrong with it when it cannot be read
   * @param reasons empty when it cannot be read
   */
  public record Explained(String event, List<Explanation> reasons) {}

  /** Explains what a rule makes of every record in one element of input. */
  public List<Explained> explain(byte[] element, @Nullable String source, Rule rule) {
    List<Explained> explained = new ArrayList<>();
    for (Decoded decoded : Decoders.decode(element, intake, source)) {
      if (decoded instanceof Decoded.Event event) {
        TokenEvent token = event.event();
        explained.add(
            new Explained(
                token.source() + " " + token.name() + " " + token.id(),
                rules.explain(
                    rule, token, event.raw(), Facts.of(token, trust, Past.UNKNOWN, null))));
      } else if (decoded instanceof Decoded.Ignored ignored) {
        explained.add(new Explained("ignored: " + ignored.reason(), List.of()));
      } else if (decoded instanceof Decoded.Malformed malformed) {
        explained.add(new Explained("malformed: " + malformed.reason(), List.of()));
      }
    }
    return explained;
  }

  private Evaluation judge(TokenEvent event, Draft draft) {
    memory.lineage().record(event);
    Past.Traces traces = draft.traces();
    Past past = traces == null ? Past.UNKNOWN : traces.past(memory.habits(), learning);
    Instant contained = rules.readsContainment() ? memory.containments().since(event) : null;
    List<Hit> all = new ArrayList<>(draft.hits());
    all.addAll(rules.rememberingHits(event, Facts.of(event, trust, past, contained)));
    List<Finding> findings = rules.findings(event, all, past, memory.correlations());
    Planner.Plan plan = planner.decide(event, findings, clock.apply(event));
    Status status = findings.isEmpty() ? Status.CLEAR : Status.MATCHED;
    return new Evaluation(
        status, event.source(), null, event, findings, plan.actions(), plan.family());
  }

  private static Evaluation without(Status status, @Nullable String source, String reason) {
    return new Evaluation(status, source, reason, null, List.of(), List.of(), List.of());
  }
}
