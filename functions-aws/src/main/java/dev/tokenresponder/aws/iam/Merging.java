package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How statements come together in one policy and apart again; changes nothing by itself. */
final class Merging {

  private Merging() {}

  /**
   * The statements with one more denial. What an owner asked for before is replaced, and what a
   * statement of ours denies already is not said twice: the owner joins it.
   */
  static List<JsonNode> add(List<JsonNode> statements, Denial own) {
    Owner owner = own.owners().get(0);
    if (ours(statements).anyMatch(d -> owner.isIn(d.owners()) && d.covers(own))) {
      return statements;
    }
    List<JsonNode> result = new ArrayList<>(remove(statements, owner));
    result.removeIf(statement -> isSpoilt(statement, owner));
    for (int i = 0; i < result.size(); i++) {
      Optional<Denial> covering = Denial.parse(result.get(i)).filter(d -> d.covers(own));
      if (covering.isPresent()) {
        result.set(i, join(covering.get(), own).json());
        return result;
      }
    }
    result.add(own.json());
    return result;
  }

  /** Whether it has the owner's id and does not deny any more; an id can stand there but once. */
  private static boolean isSpoilt(JsonNode statement, Owner owner) {
    return Denial.parse(statement).isEmpty()
        && owner.isIn(Owner.of(statement.path("Sid").asText("")));
  }

  /** The statements without what one owner alone counts on. */
  static List<JsonNode> remove(List<JsonNode> statements, Owner owner) {
    List<JsonNode> result = new ArrayList<>();
    for (JsonNode statement : statements) {
      Optional<Denial> denial = Denial.parse(statement).filter(d -> owner.isIn(d.owners()));
      if (denial.isEmpty()) {
        result.add(statement);
      } else {
        without(denial.get(), owner).ifPresent(rest -> result.add(rest.json()));
      }
    }
    return result;
  }

  /** What was seen before and is not there any more is put back. */
  static List<JsonNode> restore(List<JsonNode> statements, List<JsonNode> seen) {
    List<JsonNode> result = new ArrayList<>(statements);
    for (JsonNode before : seen) {
      Optional<Denial> lost = Denial.parse(before);
      if (lost.isEmpty()) {
        if (!statements.contains(before)) {
          result.add(before);
        }
        continue;
      }
      for (Owner owner : lost.get().owners()) {
        if (ours(statements).anyMatch(d -> owner.isIn(d.owners()))) {
          lost = lost.flatMap(denial -> without(denial, owner));
        }
      }
      lost.ifPresent(denial -> result.add(denial.json()));
    }
    return result;
  }

  /** A denial that is enough for the other's owners too. */
  static Denial join(Denial covering, Denial other) {
    List<Owner> owners = new ArrayList<>(covering.owners());
    boolean exact = covering.isAsWideAs(other);
    other.owners().stream()
        .filter(owner -> !owner.isIn(covering.owners()))
        .map(owner -> exact ? owner : owner.asCovered())
        .forEach(owners::add);
    return covering.withOwners(owners);
  }

  /** Sessions stay denied as long as one owner is left who asked for them. */
  private static Optional<Denial> without(Denial denial, Owner owner) {
    List<Owner> left = denial.owners().stream().filter(other -> !other.isSame(owner)).toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    List<String> userIds =
        denial.userIds().stream()
            .filter(
                userId -> !owner.isAbout(userId) || left.stream().anyMatch(o -> o.isAbout(userId)))
            .toList();
    return Optional.of(
        new Denial(left, denial.cutoff(), userIds.isEmpty() ? denial.userIds() : userIds));
  }

  private static Stream<Denial> ours(List<JsonNode> statements) {
    return statements.stream().flatMap(s -> Denial.parse(s).stream());
  }
}
