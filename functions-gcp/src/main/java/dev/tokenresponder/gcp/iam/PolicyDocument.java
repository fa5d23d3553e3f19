package dev.tokenresponder.gcp.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An IAM policy (IAM REST reference, {@code Policy}), of which what is not about members is left
 * alone.
 *
 * @param etag of the version that was read; a policy is never written without one
 */
public record PolicyDocument(@Nullable String etag, List<Binding> bindings) {

  public PolicyDocument {
    bindings = bindings == null ? List.of() : List.copyOf(bindings);
  }

  /**
   * Who holds a role.
   *
   * @param condition under which; null when always
   */
  public record Binding(String role, List<String> members, @Nullable Condition condition) {

    public Binding {
      members = members == null ? List.of() : List.copyOf(members);
    }

    boolean has(String member) {
      return members.stream().anyMatch(held -> same(held, member));
    }

    Binding without(String member) {
      return new Binding(
          role, members.stream().filter(held -> !same(held, member)).toList(), condition);
    }

    Binding with(String member) {
      List<String> all = new ArrayList<>(members);
      all.add(member);
      return new Binding(role, all, condition);
    }
  }

  /** A condition (IAM REST reference, {@code Expr}); parts that are absent are null. */
  public record Condition(
      @Nullable String title,
      @Nullable String description,
      String expression,
      @Nullable String location) {

    /** The same title and expression; a title that is absent is an empty one. */
    boolean isLike(Condition other) {
      return expression.equals(other.expression)
          && Objects.requireNonNullElse(title, "")
              .equals(Objects.requireNonNullElse(other.title, ""));
    }
  }

  /**
   * One member in one role.
   *
   * @param condition told apart from others by title and expression; null when there is none
   */
  public record Place(String role, String member, @Nullable Condition condition) {

    boolean isIn(Binding binding) {
      Condition held = binding.condition();
      return binding.role().equals(role)
          && (held == null || condition == null ? held == condition : held.isLike(condition));
    }
  }

  boolean has(Place place) {
    return bindings.stream().anyMatch(b -> place.isIn(b) && b.has(place.member()));
  }

  /** The same without one member in one role; bindings without members go. */
  PolicyDocument without(Place place) {
    return new PolicyDocument(
        etag,
        bindings.stream()
            .map(b -> place.isIn(b) ? b.without(place.member()) : b)
            .filter(b -> !b.members().isEmpty())
            .toList());
  }

  /** The same with a member in a role, under the condition given or the same as before. */
  PolicyDocument with(Place place) {
    if (has(place)) {
      return this;
    }
    List<Binding> all = new ArrayList<>();
    boolean added = false;
    for (Binding binding : bindings) {
      boolean here = !added && place.isIn(binding);
      all.add(here ? binding.with(place.member()) : binding);
      added |= here;
    }
    if (!added) {
      all.add(new Binding(place.role(), List.of(place.member()), place.condition()));
    }
    return new PolicyDocument(etag, all);
  }

  /** The place with its condition as the policy has it, description and all. */
  Place asHeld(Place place) {
    return bindings.stream()
        .filter(place::isIn)
        .findFirst()
        .map(binding -> new Place(place.role(), place.member(), binding.condition()))
        .orElse(place);
  }

  /**
   * IAM writes addresses in small letters, whatever was asked for; subjects of others it does not.
   */
  private static boolean same(String one, String other) {
    return one.equals(other)
        || one.matches("(user|serviceAccount|group):.*")
            && one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }
}
