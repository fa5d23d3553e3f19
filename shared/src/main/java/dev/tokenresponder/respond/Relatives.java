package dev.tokenresponder.respond;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.lineage.Parent;
import java.util.ArrayList;
import java.util.List;

/** What an incident keeps of the links between credentials. */
final class Relatives {

  private Relatives() {}

  /** The family of the credential that was used, itself the first; empty when nothing is linked. */
  static List<Relative> of(TokenEvent event, List<Link> links) {
    if (links.isEmpty()) {
      return List.of();
    }
    List<Relative> relatives = new ArrayList<>();
    Credential used = event.credential();
    if (used != null) {
      relatives.add(
          new Relative(
              used.ref(),
              used.principal().display(),
              used.principal().account(),
              null,
              used.issuedAt()));
    }
    for (Link link : links) {
      Parent parent = link.parent();
      Credential child = link.child();
      relatives.add(new Relative(parent.ref(), null, parent.account(), null, parent.issuedAt()));
      relatives.add(
          new Relative(
              child.ref(),
              child.principal().display(),
              child.principal().account(),
              parent.ref(),
              child.issuedAt()));
    }
    return Relative.merge(List.of(), relatives);
  }
}
