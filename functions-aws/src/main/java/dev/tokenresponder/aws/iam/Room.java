package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Makes room in a policy, from the gentlest step to the roughest; each includes those before it.
 */
enum Room {
  /** Everything stays as it is. */
  AS_IT_IS,

  /** Denials go whose sessions have all ended, with an hour more for clocks. */
  SWEPT,

  /** The same sessions are denied with fewer words. */
  GROUPED,

  /** All sessions older than the latest cutoff are denied instead of single ones. */
  WIDENED;

  private static final Duration SKEW = Duration.ofHours(1);

  /**
   * The statements after this step.
   *
   * @param life how long sessions live at most
   * @param now not later than the true time
   */
  List<JsonNode> of(List<JsonNode> statements, Duration life, Instant now) {
    return switch (this) {
      case AS_IT_IS -> statements;
      case SWEPT -> swept(statements, life, now);
      case GROUPED -> replace(swept(statements, life, now), Room::grouped);
      case WIDENED -> replace(swept(statements, life, now), Room::widened);
    };
  }

  private static List<JsonNode> swept(List<JsonNode> statements, Duration life, Instant now) {
    Instant dead = now.minus(life).minus(SKEW);
    return statements.stream()
        .filter(s -> Denial.parse(s).map(d -> !d.cutoff().isBefore(dead)).orElse(true))
        .toList();
  }

  /** What we did not write keeps its order and comes first. */
  private static List<JsonNode> replace(
      List<JsonNode> statements, UnaryOperator<List<Denial>> change) {
    List<JsonNode> result = new ArrayList<>();
    List<Denial> ours = new ArrayList<>();
    for (JsonNode statement : statements) {
      Denial.parse(statement).ifPresentOrElse(ours::add, () -> result.add(statement));
    }
    change.apply(ours).forEach(denial -> result.add(denial.json()));
    return result;
  }

  private static List<Denial> grouped(List<Denial> ours) {
    List<Denial> wide = widened(ours.stream().filter(d -> d.userIds().isEmpty()).toList());
    Map<String, Denial> bySession = new LinkedHashMap<>();
    for (Denial denial : ours) {
      for (String userId : denial.userIds()) {
        bySession.merge(userId, only(denial, userId), Room::latest);
      }
    }
    Map<String, Denial> alike = new TreeMap<>();
    for (Denial denial : bySession.values()) {
      if (!wide.isEmpty() && wide.get(0).covers(denial)) {
        wide = List.of(Merging.join(wide.get(0), denial));
      } else {
        alike.merge(denial.cutoff() + denial.key(), denial, Room::together);
      }
    }
    List<Denial> result = new ArrayList<>(wide);
    result.addAll(alike.values());
    return result;
  }

  private static List<Denial> widened(List<Denial> ours) {
    return ours.stream().map(Room::all).reduce(Room::latest).map(List::of).orElse(List.of());
  }

  /** A denial of single sessions as one of all. */
  private static Denial all(Denial denial) {
    return denial.userIds().isEmpty()
        ? denial
        : new Denial(
            denial.owners().stream().map(Owner::asCovered).toList(), denial.cutoff(), List.of());
  }

  /** Owners of whom it is not known which session they are about stay with all. */
  private static Denial only(Denial denial, String userId) {
    List<Owner> owners =
        denial.owners().stream()
            .filter(o -> o.isAbout(userId) || denial.userIds().stream().noneMatch(o::isAbout))
            .toList();
    return new Denial(
        owners.isEmpty() ? denial.owners() : owners, denial.cutoff(), List.of(userId));
  }

  /** Of two denials of the same sessions the later one denies them all. */
  private static Denial latest(Denial one, Denial other) {
    return one.covers(other) ? Merging.join(one, other) : Merging.join(other, one);
  }

  private static Denial together(Denial one, Denial other) {
    List<Owner> owners = new ArrayList<>(one.owners());
    other.owners().stream().filter(owner -> !owner.isIn(one.owners())).forEach(owners::add);
    List<String> userIds = new ArrayList<>(one.userIds());
    userIds.addAll(other.userIds());
    return new Denial(owners, one.cutoff(), userIds);
  }
}
