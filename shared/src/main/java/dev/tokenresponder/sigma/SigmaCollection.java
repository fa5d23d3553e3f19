package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documents of many files, put together: filters applied to the rules they name, correlations
 * tied to theirs, and everything noted that does not fit.
 */
public final class SigmaCollection {
  private static final int DEEPEST_CHAIN = 10;

  private final List<SigmaRule> rules = new ArrayList<>();
  private final List<SigmaCorrelation> correlations = new ArrayList<>();
  private final List<SigmaProblem> problems = new ArrayList<>();
  private final Map<String, SigmaDocument> byReference = new LinkedHashMap<>();

  private SigmaCollection() {}

  /** Puts the documents together; the problems are those of the files, and those between them. */
  public static SigmaCollection of(List<SigmaFile> files) {
    SigmaCollection collection = new SigmaCollection();
    List<SigmaFilter> filters = new ArrayList<>();
    Map<String, SigmaDocument> titles = new HashMap<>();
    for (SigmaFile file : files) {
      collection.problems.addAll(file.problems());
      for (SigmaDocument document : file.documents()) {
        collection.noteTitle(titles, document);
        if (collection.register(document)) {
          if (document instanceof SigmaFilter filter) {
            filters.add(filter);
          } else if (document instanceof SigmaRule rule) {
            collection.rules.add(rule);
          } else if (document instanceof SigmaCorrelation correlation) {
            collection.correlations.add(correlation);
          }
        }
      }
    }
    filters.forEach(collection::apply);
    collection.tieCorrelations();
    return collection;
  }

  /** The detection rules, filters applied, in the order of reading. */
  public List<SigmaRule> rules() {
    return List.copyOf(rules);
  }

  /** The correlations whose rules are all there; those referred to stand before those referring. */
  public List<SigmaCorrelation> correlations() {
    return List.copyOf(correlations);
  }

  /** Everything that is wrong. */
  public List<SigmaProblem> problems() {
    return List.copyOf(problems);
  }

  /** What an id or a name refers to. */
  public Optional<SigmaDocument> find(String reference) {
    return Optional.ofNullable(byReference.get(reference));
  }

  /**
   * The ids of the documents that only serve correlations, because each that refers to them leaves
   * {@code generate} off.
   */
  public Set<String> parts() {
    Set<String> parts = new HashSet<>();
    Set<String> wanted = new HashSet<>();
    for (SigmaCorrelation correlation : correlations) {
      for (String reference : correlation.rules()) {
        find(reference).ifPresent(part -> (correlation.generate() ? wanted : parts).add(part.id()));
      }
    }
    parts.removeAll(wanted);
    return parts;
  }

  private void noteTitle(Map<String, SigmaDocument> titles, SigmaDocument document) {
    SigmaDocument other = titles.putIfAbsent(Fold.fold(document.title()), document);
    if (other != null) {
      problems.add(
          new SigmaProblem(
              document.file(),
              document.line(),
              1,
              SigmaProblem.Severity.WARNING,
              "duplicate-title",
              "the title is already used in " + other.file() + ":" + other.line(),
              "give each rule its own"));
    }
  }

  private boolean register(SigmaDocument document) {
    for (String reference : references(document)) {
      SigmaDocument other = byReference.putIfAbsent(reference, document);
      if (other != null && other != document) {
        boolean id = reference.equals(document.id());
        note(
            document,
            id ? "duplicate-id" : "duplicate-name",
            "the "
                + (id ? "id " : "name ")
                + reference
                + " is already used in "
                + other.file()
                + ":"
                + other.line());
        return false;
      }
    }
    return true;
  }

  private void apply(SigmaFilter filter) {
    for (String reference : filter.rules()) {
      if (!(byReference.get(reference) instanceof SigmaRule)) {
        problems.add(
            new SigmaProblem(
                filter.file(),
                filter.line(),
                1,
                SigmaProblem.Severity.WARNING,
                "unknown-rule",
                "the filter names '" + reference + "', which is no detection rule here",
                "check the id"));
      }
    }
    rules.replaceAll(rule -> filter.concerns(rule) ? narrow(rule, filter) : rule);
  }

  private SigmaRule narrow(SigmaRule rule, SigmaFilter filter) {
    SigmaRule narrowed = rule.narrowedBy(filter);
    references(rule).forEach(reference -> byReference.replace(reference, rule, narrowed));
    return narrowed;
  }

  private static List<String> references(SigmaDocument document) {
    String name = document.header().name();
    return name == null ? List.of(document.id()) : List.of(document.id(), name);
  }

  /**
   * Puts the correlations in levels: each stands behind those it refers to. What is in no level
   * refers to nothing, to itself by way of others, or stands too deep.
   */
  private void tieCorrelations() {
    List<SigmaCorrelation> left = new ArrayList<>(correlations);
    Set<SigmaDocument> tied = Collections.newSetFromMap(new IdentityHashMap<>());
    correlations.clear();
    tied.addAll(rules);
    for (int level = 1; level <= DEEPEST_CHAIN; level++) {
      List<SigmaCorrelation> next =
          left.stream()
              .filter(one -> one.rules().stream().map(byReference::get).allMatch(tied::contains))
              .toList();
      correlations.addAll(next);
      tied.addAll(next);
      left.removeAll(new HashSet<>(next));
    }
    left.forEach(correlation -> noteUntied(correlation, tied));
  }

  private void noteUntied(SigmaCorrelation correlation, Set<SigmaDocument> tied) {
    for (String reference : correlation.rules()) {
      SigmaDocument part = byReference.get(reference);
      if (part == null || part instanceof SigmaFilter) {
        note(correlation, "unknown-rule", "there is no rule '" + reference + "' to correlate");
        return;
      }
    }
    Optional<String> unusable =
        correlation.rules().stream().filter(one -> !tied.contains(byReference.get(one))).findAny();
    note(
        correlation,
        "correlation-chain",
        unusable.isEmpty()
            ? "correlations are chained more than " + DEEPEST_CHAIN + " deep"
            : "'" + unusable.get() + "' refers back to this correlation, or cannot be used itself");
  }

  private void note(SigmaDocument document, String code, String message) {
    problems.add(SigmaProblem.error(document.file(), document.line(), 1, code, message, ""));
  }
}
