package dev.tokenresponder.lineage;

import dev.tokenresponder.event.CredentialRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Links in memory; over the limit, the one put longest ago goes first. */
public final class InMemoryLinks implements LinkStore {
  private final int most;
  private final Map<Ends, Link> links = new LinkedHashMap<>();
  private final Map<CredentialRef, Map<Ends, Link>> byParent = new HashMap<>();
  private final Map<CredentialRef, Map<Ends, Link>> byChild = new HashMap<>();

  private record Ends(CredentialRef parent, CredentialRef child) {}

  /** Keeps at most 100,000 links. */
  public InMemoryLinks() {
    this(100_000);
  }

  /** Keeps at most {@code most} links. */
  public InMemoryLinks(int most) {
    this.most = most;
  }

  @Override
  public synchronized void put(Link link) {
    Ends ends = new Ends(link.parent().ref(), link.child().ref());
    Link before = links.get(ends);
    if (before != null && !before.expires().isBefore(link.expires())) {
      return;
    }
    remove(ends);
    links.put(ends, link);
    byParent.computeIfAbsent(ends.parent, ref -> new LinkedHashMap<>()).put(ends, link);
    byChild.computeIfAbsent(ends.child, ref -> new LinkedHashMap<>()).put(ends, link);
    if (links.size() > most) {
      remove(links.keySet().iterator().next());
    }
  }

  @Override
  public synchronized List<Link> from(CredentialRef parent, Instant now, int limit) {
    return living(byParent.getOrDefault(parent, Map.of()), now, limit);
  }

  @Override
  public synchronized List<Link> to(CredentialRef child, Instant now, int limit) {
    return living(byChild.getOrDefault(child, Map.of()), now, limit);
  }

  private static List<Link> living(Map<Ends, Link> links, Instant now, int limit) {
    Stream<Link> living = links.values().stream().filter(link -> link.expires().isAfter(now));
    return living.limit(limit).toList();
  }

  private void remove(Ends ends) {
    if (links.remove(ends) != null) {
      remove(byParent, ends.parent, ends);
      remove(byChild, ends.child, ends);
    }
  }

  private static void remove(
      Map<CredentialRef, Map<Ends, Link>> index, CredentialRef ref, Ends ends) {
    Map<Ends, Link> links = Objects.requireNonNull(index.get(ref));
    links.remove(ends);
    if (links.isEmpty()) {
      index.remove(ref);
    }
  }
}
