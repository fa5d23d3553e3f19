package dev.tokenresponder.lineage;

import java.util.List;

/**
 * What was made from a credential and may be alive, each once, the nearest first.
 *
 * @param links how each came about
 * @param more there are others, beyond the bounds
 */
public record Descendants(List<Link> links, boolean more) {
  /** Nothing was made from it. */
  public static final Descendants NONE = new Descendants(List.of(), false);

  public Descendants {
    links = List.copyOf(links);
  }
}
