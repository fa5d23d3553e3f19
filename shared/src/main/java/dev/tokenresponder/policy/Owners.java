package dev.tokenresponder.policy;

import dev.tokenresponder.event.Principal;
import java.util.List;
import java.util.Map;
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

  /** The owners of a principal whose tag has the given value. */
  public List<String> of(Principal principal, @Nullable String tagValue) {
    if (tagValue != null && !tagValue.isBlank()) {
      return List.of(mapping.getOrDefault(tagValue, tagValue));
    }
    String mapped = mapping.get(principal.display());
    if (mapped == null && principal.account() != null) {
      mapped = mapping.get(principal.account());
    }
    return mapped == null ? fallback : List.of(mapped);
  }
}
