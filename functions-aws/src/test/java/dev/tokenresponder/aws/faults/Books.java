package dev.tokenresponder.aws.faults;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.Catalogue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of every event, and whether the cloud says the same.
 *
 * @param fates how many events had each fate
 * @param mistakes what does not add up
 */
record Books(Map<Fate, Integer> fates, List<String> mistakes) {

  /** What may become of an event. */
  enum Fate {
    ACTED,
    NO_MATCH,
    HELD,
    DEAD_LETTERED,
    REFUSED,
    /** What was to be taken away is not there or not within reach, which the incident says. */
    FAILED,
    /** A person has taken back what was done. */
    UNDONE,
    /** It only called for telling somebody. */
    TOLD,
    /** The same as another event, which was counted. */
    DUPLICATE;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', this == NO_MATCH ? ' ' : '-');
    }
  }

  private static final Set<Fate> ALWAYS_SHOWN =
      EnumSet.of(Fate.ACTED, Fate.NO_MATCH, Fate.HELD, Fate.DEAD_LETTERED);

  static Books of(Deployment deployment, List<String> done) {
    Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    List<String> mistakes = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Set<ActionKey> counted = new HashSet<>();
    deployment
        .events()
        .values()
        .forEach(
            event -> {
              Fate fate = fate(deployment, event, counted, mistakes);
              if (fate != null) {
                fates.merge(fate, 1, Integer::sum);
              }
              if (fate == Fate.ACTED) {
                expected.addAll(event.changes());
              }
            });
    List<String> actual = new ArrayList<>(done);
    actual.addAll(deployment.elsewhere());
    compare(expected, actual, mistakes);
    return new Books(fates, mistakes);
  }

  private static Fate fate(
      Deployment deployment, Feed.Event event, Set<ActionKey> counted, List<String> mistakes) {
    String about = event.about();
    if (deployment.isDeadLetter(about)) {
      return Fate.DEAD_LETTERED;
    }
    if (deployment.atTheDoor(about).isPresent()) {
      return deployment.atTheDoor(about).get();
    }
    if (!deployment.isHandled(about)) {
      mistakes.add(about + " is lost");
      return null;
    }
    Set<ActionKey> asked = deployment.askedFor(about);
    if (asked.isEmpty()) {
      return Fate.NO_MATCH;
    }
    Set<ActionOutcome.Status> statuses = EnumSet.noneOf(ActionOutcome.Status.class);
    boolean fresh = false;
    boolean contains = false;
    boolean told = false;
    for (ActionKey key : asked) {
      ActionOutcome outcome = outcome(deployment, key);
      if (outcome == null) {
        mistakes.add(about + ": " + key + " was asked for and has no outcome");
      } else if (Catalogue.find(key.action()).orElseThrow().containment()) {
        contains = true;
        fresh |= counted.add(key);
        statuses.add(outcome.status());
      } else {
        told |= outcome.status() == ActionOutcome.Status.DONE;
      }
    }
    if (!contains) {
      return told ? Fate.TOLD : Fate.HELD;
    }
    return fresh ? fate(statuses) : Fate.DUPLICATE;
  }

  private static Fate fate(Set<ActionOutcome.Status> statuses) {
    if (statuses.contains(ActionOutcome.Status.DONE)) {
      return Fate.ACTED;
    }
    if (statuses.contains(ActionOutcome.Status.HELD)) {
      return Fate.HELD;
    }
    if (statuses.contains(ActionOutcome.Status.UNDONE)) {
      return Fate.UNDONE;
    }
    return statuses.contains(ActionOutcome.Status.REFUSED) ? Fate.REFUSED : Fate.FAILED;
  }

  private static ActionOutcome outcome(Deployment deployment, ActionKey key) {
    return deployment.store.find(key.incident()).stream()
        .flatMap(incident -> incident.actions().stream())
        .filter(outcome -> outcome.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static void compare(List<String> expected, List<String> actual, List<String> mistakes) {
    Map<String, Integer> balance = new TreeMap<>();
    actual.forEach(change -> balance.merge(change, 1, Integer::sum));
    expected.forEach(change -> balance.merge(change, -1, Integer::sum));
    balance.forEach(
        (change, over) -> {
          if (over != 0) {
            mistakes.add(
                change
                    + (over > 0 ? " was done too often: " : " is recorded and was not done: ")
                    + over);
          }
        });
  }

  int count(Fate fate) {
    return fates.getOrDefault(fate, 0);
  }

  int in() {
    return fates.values().stream().mapToInt(Integer::intValue).sum();
  }

  Books plus(Books other) {
    Map<Fate, Integer> sum = new EnumMap<>(Fate.class);
    sum.putAll(fates);
    other.fates.forEach((fate, count) -> sum.merge(fate, count, Integer::sum));
    List<String> all = new ArrayList<>(mistakes);
    all.addAll(other.mistakes);
    return new Books(sum, all);
  }

  static Books empty() {
    return new Books(new EnumMap<>(Fate.class), List.of());
  }

  /**
   * Nothing is lost, nothing was done twice.
   *
   * @throws AssertionError when something was
   */
  Books balanced(String fault) {
    if (!mistakes.isEmpty()) {
      throw new AssertionError(fault + ": " + String.join("; ", mistakes) + "; " + line(fault));
    }
    return this;
  }

  /** The line of a fault. */
  void print(String fault) {
    balanced(fault);
    System.out.println(line(fault));
  }

  private String line(String fault) {
    StringBuilder line = new StringBuilder("fault " + fault + ": events in " + in());
    for (Fate fate : Fate.values()) {
      if (ALWAYS_SHOWN.contains(fate) || count(fate) > 0) {
        line.append(", ").append(fate.label()).append(' ').append(count(fate));
      }
    }
    return line.toString();
  }
}
