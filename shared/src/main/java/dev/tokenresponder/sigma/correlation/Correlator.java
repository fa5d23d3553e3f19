package dev.tokenresponder.sigma.correlation;

import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.Numbers;
import dev.tokenresponder.sigma.SigmaCollection;
import dev.tokenresponder.sigma.SigmaCorrelation;
import dev.tokenresponder.sigma.SigmaCorrelation.Type;
import dev.tokenresponder.sigma.SigmaDocument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what matched against what matched before. Event time decides, in whatever order events
 * arrive; an event counts once however often it arrives; a group matches at most once in its
 * timespan. An event without one of the group's fields belongs to no group.
 */
public final class Correlator {
  private static final int TRIES = 50;
  private static final int MOST_GROUPS = 16;

  /** Sums take memory for every digit between the largest and the smallest number. */
  private static final int LARGEST_SCALE = 400;

  private final List<Tied> correlations = new ArrayList<>();

  /**
   * A correlation with what it refers to.
   *
   * @param parts in the order of the correlation
   */
  private record Tied(SigmaCorrelation correlation, List<SigmaDocument> parts) {}

  /**
   * A rule matched an event.
   *
   * @param rule the detection rule, or a correlation
   * @param record the event as that rule sees it
   */
  public record Hit(SigmaDocument rule, EventView record) {}

  /** Takes the correlations of a collection. */
  public Correlator(SigmaCollection collection) {
    for (SigmaCorrelation correlation : collection.correlations()) {
      List<SigmaDocument> parts = new ArrayList<>();
      for (String reference : correlation.rules()) {
        parts.add(collection.find(reference).orElseThrow());
      }
      correlations.add(new Tied(correlation, parts));
    }
  }

  /** Whether there is nothing to correlate. */
  public boolean isEmpty() {
    return correlations.isEmpty();
  }

  /**
   * Adds an event's matches to their groups.
   *
   * @param hits what matched the event
   * @param event the event's unique id
   * @param scope keeps apart what must not be counted together
   * @return the correlations that this event completes, those referred to first
   * @throws IllegalStateException when too many change the same group at once; try again later
   */
  public List<Hit> observe(
      List<Hit> hits, String event, Instant time, String scope, CorrelationStore store) {
    List<Hit> known = new ArrayList<>(hits);
    List<Hit> completed = new ArrayList<>();
    for (Tied tied : correlations) {
      Hit completion = null;
      for (Hit hit : known) {
        int position = position(tied, hit.rule());
        if (position >= 0 && completes(tied, hit, position, event, time, scope, store)) {
          completion = new Hit(tied.correlation, hit.record());
        }
      }
      if (completion != null) {
        known.add(completion);
        completed.add(completion);
      }
    }
    return completed;
  }

  private static int position(Tied tied, SigmaDocument rule) {
    for (int i = 0; i < tied.parts.size(); i++) {
      if (tied.parts.get(i).id().equals(rule.id())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean completes(
      Tied tied,
      Hit hit,
      int position,
      String event,
      Instant time,
      String scope,
      CorrelationStore store) {
    SigmaCorrelation correlation = tied.correlation;
    String value = null;
    if (correlation.type().readsValues()) {
      value = value(tied, hit);
      if (value == null) {
        return false;
      }
    }
    Seen seen = new Seen(digest(event), time, position, value);
    boolean completed = false;
    for (List<String> group : groups(tied, hit)) {
      String key = digest(correlation.id() + "\n" + scope + "\n" + String.join("\n", group));
      completed |= add(correlation, key, seen, store);
    }
    return completed;
  }

  private static boolean add(
      SigmaCorrelation correlation, String key, Seen seen, CorrelationStore store) {
    Duration span = correlation.timespan();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      CorrelationStore.Stored stored = store.read(key);
      if (stored.group().has(seen)) {
        return stored.group().firedBy(seen);
      }
      Group group = stored.group().with(seen, span);
      boolean fires =
          group.has(seen)
              && !group.firedNear(seen.time(), span)
              && Measure.isMet(correlation, group, seen);
      Group next = fires ? group.withFired(seen) : group;
      Instant newest = next.newest().orElse(seen.time());
      if (store.replace(key, stored.version(), next, newest, span.multipliedBy(2))) {
        return fires || next.firedBy(seen) && !next.has(seen);
      }
    }
    throw new IllegalStateException(
        "too many events change one group of the correlation '"
            + correlation.title()
            + "' at once");
  }

  /** The groups an event belongs to: one for each combination of values, within bounds. */
  private static List<List<String>> groups(Tied tied, Hit hit) {
    List<List<String>> groups = List.of(List.of());
    for (String entry : tied.correlation.groupBy()) {
      List<List<String>> more = new ArrayList<>();
      for (String value : values(tied.correlation.fieldOf(entry, hit.rule()), hit.record())) {
        for (List<String> group : groups) {
          List<String> longer = new ArrayList<>(group);
          longer.add(value);
          more.add(longer);
        }
      }
      groups = more.size() > MOST_GROUPS ? more.subList(0, MOST_GROUPS) : more;
    }
    return groups;
  }

  private static Set<String> values(String field, EventView record) {
    Set<String> values = new LinkedHashSet<>();
    record.anyValue(
        FieldPath.of(field),
        (text, kind) -> {
          values.add(text.toString().replace("\n", "\\n"));
          return values.size() >= MOST_GROUPS;
        });
    return values;
  }

  private static @Nullable String value(Tied tied, Hit hit) {
    List<String> parts = new ArrayList<>();
    String first = "";
    for (String field : tied.correlation.fields()) {
      Set<String> values = values(tied.correlation.fieldOf(field, hit.rule()), hit.record());
      if (values.isEmpty()) {
        return null;
      }
      first = parts.isEmpty() ? values.iterator().next() : first;
      parts.add(String.join("\n,", values));
    }
    Type type = tied.correlation.type();
    BigDecimal number = Numbers.parse(first);
    if (type == Type.VALUE_SUM || type == Type.VALUE_AVG) {
      return number != null && Math.abs(number.scale()) <= LARGEST_SCALE ? first : null;
    }
    return type == Type.VALUE_PERCENTILE && number != null
        ? first
        : digest(String.join("\n;", parts));
  }

  /** Short, of bounded length, and without what the values may disclose. */
  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "h" + HexFormat.of().formatHex(hash, 0, 15);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
