package dev.tokenresponder.lineage;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One credential was made from another.
 *
 * @param child what is needed to contain it
 * @param expires when it is dead at the latest; for what has no end, until when it is kept in mind
 */
public record Link(Parent parent, Credential child, Instant expires) {

  /**
   * What an event links: none when it issues nothing and names no parent, failed, or could have
   * been written by anybody. A parent that the record only names stands for the credential issued,
   * if there is one: each of a chain of delegates speaks for the next.
   */
  public static List<Link> of(TokenEvent event) {
    Credential child = event.issued() == null ? event.credential() : event.issued();
    if (child == null
        || event.outcome() != Outcome.SUCCESS
        || event.provenance() != Provenance.VERIFIED) {
      return List.of();
    }
    Instant expires = Lifetime.of(event, child);
    List<Link> links = new ArrayList<>();
    Credential used = event.credential();
    if (event.issued() != null && used != null) {
      Parent parent = new Parent(used.ref(), used.principal().account(), used.issuedAt());
      add(links, parent, child, expires);
    }
    CredentialRef named = event.parent();
    if (named != null && (used == null || event.issued() == null || !named.equals(used.ref()))) {
      add(links, new Parent(named, null, null), child, expires);
    }
    return links;
  }

  /** A role that assumes itself under the same session name, for one, has nobody to follow. */
  private static void add(List<Link> links, Parent parent, Credential child, Instant expires) {
    if (!parent.ref().equals(child.ref())) {
      links.add(new Link(parent, child, expires));
    }
  }
}
