package dev.tokenresponder.respond;

import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.respond.OwnerMessage.Link;
import java.util.List;

/** Links by which people decide about the actions of an incident. */
@FunctionalInterface
public interface DecisionLinks {
  /** Nobody decides by links. */
  DecisionLinks NONE = incident -> List.of();

  /** One link for each decision that is open. Whoever holds one can decide, once. */
  List<Link> of(Incident incident);
}
