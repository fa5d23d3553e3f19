package dev.tokenresponder.policy;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.Descendants;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.lineage.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was made from the credential that an event shows in use; looked up when first asked for. */
final class Family {
  private final Lineage lineage;
  private final TokenEvent event;
  private final Instant now;
  private @Nullable Descendants descendants;

  Family(Lineage lineage, TokenEvent event, Instant now) {
    this.lineage = lineage;
    this.event = event;
    this.now = now;
  }

  TokenEvent event() {
    return event;
  }

  Instant now() {
    return now;
  }

  /** How its credentials came of each other, as far as it was looked up already. */
  List<Link> links() {
    List<Link> links = new ArrayList<>(Link.of(event));
    if (descendants != null) {
      links.addAll(descendants.links());
    }
    return links;
  }

  /** None for a record that anybody could have written. */
  Descendants descendants() {
    if (descendants == null) {
      Credential used = event.credential();
      descendants =
          used == null || event.provenance() != Provenance.VERIFIED
              ? Descendants.NONE
              : lineage.descendants(used.ref(), now);
    }
    return descendants;
  }
}
