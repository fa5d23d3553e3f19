package dev.tokenresponder.policy;

import dev.tokenresponder.event.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who answers for a principal: the value of a tag on it, else the mapping of its full name, else
 * that of its account, project or mail domain, else the fallback list.
 *
 * @param tag the name of the tag
 * @param mapping to an owner: from the full name of a principal, from an account, or from the value
 *     of a tag, for labels cannot hold a mail address
 * @param fallback told when nobody else is known
 */
public record Owners(String tag, Map<String, String> mapping, List<String> fallback) {

  public Owners {
    mapping = Map.copyOf(mapping);
    fallback = List.copyOf(fallback);
  }

  /**
   * The owners of a principal: whom its own tag names, else the mapping of its full name, else whom
   * the tag of the place names, else the mapping of its account, else that of the place.
   *
   * @param tag the value of the principal's tag
   * @param place the account or project in which something happened
   * @param placeTag the value of that one's tag
   */
  public List<String> of(
      Principal principal,
      Optional<String> tag,
      @Nullable String place,
      Optional<String> placeTag) {
    return Stream.of(
            named(tag),
            mapped(principal.display()),
            named(placeTag),
            mapped(principal.account()),
            mapped(place))
        .flatMap(Optional::stream)
        .findFirst()
        .map(List::of)
        .orElse(fallback);
  }

  private Optional<String> named(Optional<String> tag) {
    return tag.filter(value -> !value.isBlank()).map(value -> mapping.getOrDefault(value, value));
  }

  private Optional<String> mapped(@Nullable String key) {
    return Optional.ofNullable(key).map(mapping::get);
  }
}
