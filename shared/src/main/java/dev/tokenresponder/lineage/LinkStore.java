package dev.tokenresponder.lineage;

import dev.tokenresponder.event.CredentialRef;
import java.time.Instant;
import java.util.List;

/** Keeps links. A method throws a {@link RuntimeException} when the store cannot be reached. */
public interface LinkStore {

  /**
   * Keeps a link; of two between the same two credentials, the one that ends later stays, whichever
   * comes first.
   */
  void put(Link link);

  /**
   * The links from a parent that end after {@code now}, in any order.
   *
   * @param most how many to answer with at most
   */
  List<Link> from(CredentialRef parent, Instant now, int most);

  /** The links to a child that end after {@code now}, in any order, at most so many. */
  List<Link> to(CredentialRef child, Instant now, int most);
}
