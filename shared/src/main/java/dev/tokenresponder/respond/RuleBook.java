package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.Past;
import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.Explanation;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaCollection;
import dev.tokenresponder.sigma.SigmaCorrelation;
import dev.tokenresponder.sigma.SigmaDocument;
import dev.tokenresponder.sigma.SigmaException;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.Correlator;
import dev.tokenresponder.sigma.correlation.Correlator.Hit;
import dev.tokenresponder.sigma.correlation.InMemoryCorrelationStore;
import dev.tokenresponder.sigma.engine.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The rules that are in force. */
public final class RuleBook {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONTAINED = "context.contained";

  private final Map<String, Rule> rules;
  private final Set<String> silent;
  private final Correlator correlator;
  private final boolean readsThePast;
  private final boolean readsContainment;
  private final RuleSet<SigmaRule> token;
  private final RuleSet<SigmaRule> remembering;
  private final Map<String, RuleSet<Sourced>> raw = new ConcurrentHashMap<>();

  /** A rule, with what it demands of the records of one source. */
  private record Sourced(SigmaRule rule, Detection detection) {}

  /**
   * What came of reading rules.
   *
   * @param book those that can be used
   * @param problems what is wrong with the others, and what to look at
   */
  public record Loading(RuleBook book, List<SigmaProblem> problems) {

    /** The problems that left something out. */
    public List<SigmaProblem> errors() {
      return problems.stream().filter(SigmaProblem::isError).toList();
    }
  }

  private RuleBook(SigmaCollection collection, Map<String, Rule> rules) {
    this.rules = rules;
    this.correlator = new Correlator(collection);
    this.silent =
        collection.parts().stream()
            .filter(id -> !rules.containsKey(id) || rules.get(id).finding().response().isEmpty())
            .collect(Collectors.toSet());
    List<SigmaRule> tokens = detections(rules).stream().filter(LogSources::readsTokens).toList();
    this.readsThePast = tokens.stream().anyMatch(RuleBook::readsThePast);
    this.readsContainment = tokens.stream().anyMatch(rule -> rule.fields().contains(CONTAINED));
    this.token = compile(tokens.stream().filter(rule -> !needsMemory(rule)).toList());
    this.remembering = compile(tokens.stream().filter(RuleBook::needsMemory).toList());
  }

  private static RuleSet<SigmaRule> compile(List<SigmaRule> rules) {
    return RuleSet.of(rules, SigmaRule::detection, Json::read);
  }

  private static List<SigmaRule> detections(Map<String, Rule> rules) {
    return rules.values().stream()
        .map(Rule::sigma)
        .filter(SigmaRule.class::isInstance)
        .map(SigmaRule.class::cast)
        .toList();
  }

  /**
   * Reads and checks rules.
   *
   * @param files the text of rule files
   * @param policy whose playbooks the rules' responses may name, and whose lists their placeholders
   * @throws SigmaException for the first document that cannot be used
   */
  public static RuleBook of(List<RuleFile> files, Policy policy) {
    Loading loading = load(files, policy);
    loading.errors().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new SigmaException(problem);
            });
    return loading.book();
  }

  /** Reads and checks rules; those that cannot be used are left out, and it is said why. */
  public static Loading load(List<RuleFile> files, Policy policy) {
    SigmaCollection collection =
        SigmaCollection.of(files.stream().map(file -> file.read(policy.lists())).toList());
    List<SigmaProblem> problems = new ArrayList<>(collection.problems());
    Map<String, Rule> rules = new LinkedHashMap<>();
    List<SigmaDocument> documents = new ArrayList<>(collection.rules());
    documents.addAll(collection.correlations());
    for (SigmaDocument document : documents) {
      try {
        rules.put(document.id(), Rule.of(document, policy.playbooks()));
        if (document instanceof SigmaCorrelation correlation) {
          checkFields(correlation, collection);
        }
      } catch (SigmaException e) {
        problems.add(e.problem());
        rules.remove(document.id());
      }
    }
    return new Loading(new RuleBook(collection, rules), List.copyOf(problems));
  }

  private static void checkFields(SigmaCorrelation correlation, SigmaCollection collection) {
    Set<String> entries = new LinkedHashSet<>(correlation.groupBy());
    entries.addAll(correlation.fields());
    for (String reference : correlation.rules()) {
      SigmaDocument part = collection.find(reference).orElseThrow();
      for (String entry : entries) {
        String field = correlation.fieldOf(entry, part);
        if (part instanceof SigmaRule rule
            && LogSources.readsTokens(rule)
            && (!TokenFields.NAMES.contains(field)
                || TokenFields.FROM_THE_PAST.contains(field)
                || field.equals(CONTAINED))) {
          throw new SigmaException(
              SigmaProblem.error(
                  correlation.file(),
                  correlation.line(),
                  1,
                  "unknown-field",
                  "the token taxonomy has no field '" + field + "' to group or count by",
                  ""));
        }
      }
    }
  }

  /** Every rule, in the order of reading; correlations last. */
  public List<Rule> rules() {
    return List.copyOf(rules.values());
  }

  /** The rule with this id, name or title. */
  public Optional<Rule> find(String reference) {
    Rule byId = rules.get(reference);
    return byId != null
        ? Optional.of(byId)
        : rules.values().stream()
            .filter(
                rule ->
                    reference.equals(rule.sigma().header().name())
                        || reference.equalsIgnoreCase(rule.sigma().title()))
            .findFirst();
  }

  /**
   * The rules that match one event by itself, over its raw record or over the taxonomy.
   *
   * @param facts without those that need memory
   */
  List<Hit> hits(TokenEvent event, JsonNode record, Facts facts) {
    List<Hit> hits = new ArrayList<>();
    EventView view = new JsonView(record);
    for (Sourced sourced : sourced(event.source()).match(view)) {
      hits.add(new Hit(sourced.rule(), view));
    }
    hits.addAll(matches(token, event, facts));
    return hits;
  }

  /** The rules that match one event by what is remembered. */
  List<Hit> rememberingHits(TokenEvent event, Facts facts) {
    return remembering.rules().isEmpty() ? List.of() : matches(remembering, event, facts);
  }

  private static List<Hit> matches(RuleSet<SigmaRule> rules, TokenEvent event, Facts facts) {
    EventView view = new FlatView(TokenFields.of(event, facts));
    return rules.match(view).stream().map(rule -> new Hit(rule, view)).toList();
  }

  /** Whether any rule asks what was seen before. */
  boolean readsThePast() {
    return readsThePast;
  }

  /** Whether any rule asks what has been contained. */
  boolean readsContainment() {
    return readsContainment;
  }

  private static boolean readsThePast(SigmaDocument document) {
    return document instanceof SigmaRule rule
        && LogSources.readsTokens(rule)
        && !Collections.disjoint(rule.fields(), TokenFields.FROM_THE_PAST);
  }

  private static boolean needsMemory(SigmaRule rule) {
    return readsThePast(rule) || rule.fields().contains(CONTAINED);
  }

  /**
   * The findings in one event: of the rules that matched it, and of the correlations that it
   * completes. What only serves correlations is no finding by itself.
   *
   * @param store remembers the events before
   */
  List<Finding> findings(TokenEvent event, List<Hit> hits, Past past, CorrelationStore store) {
    List<Hit> all = new ArrayList<>(hits);
    if (!hits.isEmpty() && !correlator.isEmpty()) {
      String scope = event.provenance().label();
      all.addAll(correlator.observe(hits, event.id(), event.time(), scope, store));
    }
    return all.stream()
        .map(hit -> hit.rule().id())
        .filter(id -> !silent.contains(id))
        .distinct()
        .map(rules::get)
        .filter(Objects::nonNull)
        .map(rule -> finding(rule, past))
        .toList();
  }

  /** What rests on what was seen before says how long that has been watched. */
  private static Finding finding(Rule rule, Past past) {
    return past.watchedSince() != null && readsThePast(rule.sigma())
        ? rule.finding().noting("watched since " + past.watchedSince())
        : rule.finding();
  }

  /** The detection rules, with those that only serve correlations. */
  public List<SigmaRule> detections() {
    return detections(rules);
  }

  /**
   * Why a rule does or does not match an event: one explanation for each detection rule that it is
   * or is made of.
   */
  public List<Explanation> explain(Rule rule, TokenEvent event, JsonNode record, Facts facts) {
    List<Explanation> explanations = new ArrayList<>();
    explain(rule.sigma(), event, record, facts, explanations);
    return explanations;
  }

  private void explain(
      SigmaDocument document,
      TokenEvent event,
      JsonNode record,
      Facts facts,
      List<Explanation> explanations) {
    if (document instanceof SigmaCorrelation correlation) {
      for (String part : correlation.rules()) {
        find(part).ifPresent(r -> explain(r.sigma(), event, record, facts, explanations));
      }
    } else if (document instanceof SigmaRule rule) {
      boolean token = LogSources.readsTokens(rule);
      List<Detection> detections =
          token ? List.of(rule.detection()) : LogSources.detections(rule, event.source());
      EventView view = token ? new FlatView(TokenFields.of(event, facts)) : new JsonView(record);
      List<Explanation> parts = new ArrayList<>();
      detections.forEach(detection -> parts.add(Explanation.of(detection, view)));
      String meant =
          parts.isEmpty()
              ? rule.title() + " (is for " + rule.logSource() + ", not for " + event.source() + ")"
              : rule.title();
      explanations.add(new Explanation(meant, parts.stream().anyMatch(Explanation::holds), parts));
    }
  }

  private RuleSet<Sourced> sourced(String source) {
    return raw.computeIfAbsent(
        source,
        name -> {
          List<Sourced> sourced = new ArrayList<>();
          for (SigmaRule rule : detections(rules)) {
            LogSources.detections(rule, name)
                .forEach(detection -> sourced.add(new Sourced(rule, detection)));
          }
          return RuleSet.of(sourced, Sourced::detection, Json::read);
        });
  }

  /** Whether the rule does on the events of one of its tests what the test expects. */
  public boolean passes(Rule rule, RuleTest test) {
    if (rule.sigma() instanceof SigmaRule sigma) {
      return sigma.matches(view(test.steps().get(0))) == test.match();
    }
    CorrelationStore store = new InMemoryCorrelationStore();
    boolean completed = false;
    int number = 0;
    for (RuleTest.Step step : test.steps()) {
      EventView view = view(step);
      List<Hit> hits =
          detections(rules).stream()
              .filter(candidate -> candidate.matches(view))
              .map(candidate -> new Hit(candidate, view))
              .toList();
      Instant time = Instant.EPOCH.plus(step.after());
      completed |=
          correlator.observe(hits, "event " + number++, time, "test", store).stream()
              .anyMatch(hit -> hit.rule().id().equals(rule.sigma().id()));
    }
    return completed == test.match();
  }

  private static EventView view(RuleTest.Step step) {
    return new JsonView(MAPPER.valueToTree(step.event()));
  }
}
