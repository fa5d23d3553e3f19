package dev.tokenresponder.respond;

import dev.tokenresponder.event.Principal;
import java.util.Optional;

/** Reads one tag of a principal. */
@FunctionalInterface
public interface TagLookup {

  /** The value of the tag; empty when there is none, or none can be read. */
  Optional<String> tag(Principal principal, String name);
}
