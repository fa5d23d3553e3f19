package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    String name = document.header().name();
    for (String reference : name == null ? List.of(document.id()) : List.of(document.id(), name)) {
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
    rules.replaceAll(
        rule -> {
          if (!filter.concerns(rule)) {
            return rule;
          }
          SigmaRule narrowed = rule.narrowedBy(filter);
          byReference.replaceAll((key, document) -> document == rule ? narrowed : document);
          return narrowed;
        });
  }

  /** Sorts the correlations so that each stands behind those it refers to. */
  private void tieCorrelations() {
    List<SigmaCorrelation> read = List.copyOf(correlations);
    correlations.clear();
    Map<SigmaCorrelation, Boolean> usable = new HashMap<>();
    for (SigmaCorrelation correlation : read) {
      tie(correlation, usable, new ArrayList<>());
    }
  }

  private boolean tie(
      SigmaCorrelation correlation,
      Map<SigmaCorrelation, Boolean> usable,
      List<SigmaCorrelation> chain) {
    Boolean known = usable.get(correlation);
    if (known != null) {
      return known;
    }
    if (chain.contains(correlation) || chain.size() >= DEEPEST_CHAIN) {
      note(
          correlation,
          "correlation-chain",
          chain.contains(correlation)
              ? "the correlation refers to itself, by way of others"
              : "correlations are chained more than " + DEEPEST_CHAIN + " deep");
      usable.put(correlation, false);
      return false;
    }
    chain.add(correlation);
    boolean complete = true;
    for (String reference : correlation.rules()) {
      complete &= tied(correlation, reference, byReference.get(reference), usable, chain);
    }
    chain.remove(correlation);
    complete &= usable.getOrDefault(correlation, true);
    usable.put(correlation, complete);
    if (complete) {
      correlations.add(correlation);
    }
    return complete;
  }

  private boolean tied(
      SigmaCorrelation correlation,
      String reference,
      @Nullable SigmaDocument part,
      Map<SigmaCorrelation, Boolean> usable,
      List<SigmaCorrelation> chain) {
    if (part instanceof SigmaRule) {
      return true;
    }
    if (part instanceof SigmaCorrelation inner) {
      return tie(inner, usable, chain);
    }
    note(correlation, "unknown-rule", "there is no rule '" + reference + "' to correlate");
    return false;
  }

  private void note(SigmaDocument document, String code, String message) {
    problems.add(SigmaProblem.error(document.file(), document.line(), 1, code, message, ""));
  }
}
