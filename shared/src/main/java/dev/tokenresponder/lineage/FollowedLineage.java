package dev.tokenresponder.lineage;

import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.TokenEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows the links of a store, one generation after the other. */
public final class FollowedLineage implements Lineage {
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final LinkStore store;
  private final Map<Pair, Instant> recent = new Recent();

  /** Keeps links in {@code store}. */
  public FollowedLineage(LinkStore store) {
    this.store = store;
  }

  private record Pair(CredentialRef parent, CredentialRef child, @Nullable String accessKeyId) {
    static Pair of(Link link) {
      return new Pair(link.parent().ref(), link.child().ref(), link.child().accessKeyId());
    }
  }

  @Override
  public void record(TokenEvent event) {
    for (Link link : Link.of(event)) {
      if (!isRecent(link)) {
        store.put(link);
        remember(link);
      }
    }
  }

  @Override
  public Descendants descendants(CredentialRef ref, Instant now) {
    Set<CredentialRef> known = new HashSet<>(Set.of(ref));
    List<Link> found = new ArrayList<>();
    List<CredentialRef> generation = List.of(ref);
    for (int depth = 0; depth <= DEPTH && !generation.isEmpty(); depth++) {
      List<CredentialRef> next = new ArrayList<>();
      for (CredentialRef parent : generation) {
        // One more than could be new, so that it shows when something is left out.
        for (Link link : ordered(store.from(parent, now, known.size() + MOST + 1))) {
          if (!known.contains(link.child().ref())) {
            if (depth == DEPTH || found.size() == MOST) {
              return new Descendants(found, true);
            }
            known.add(link.child().ref());
            found.add(link);
            next.add(link.child().ref());
          }
        }
      }
      generation = next;
    }
    return new Descendants(found, false);
  }

  @Override
  public List<Parent> ancestors(CredentialRef ref, @Nullable Instant issuedAt, Instant now) {
    Set<CredentialRef> known = new HashSet<>(Set.of(ref));
    List<Parent> found = new ArrayList<>();
    List<CredentialRef> generation = List.of(ref);
    for (int depth = 0; depth < DEPTH && !generation.isEmpty(); depth++) {
      List<CredentialRef> next = new ArrayList<>();
      for (CredentialRef child : generation) {
        for (Link link : ordered(store.to(child, now, MOST_ANCESTORS + known.size()))) {
          if (depth == 0 && isOfAnEarlier(link, issuedAt)) {
            continue;
          }
          if (found.size() < MOST_ANCESTORS && known.add(link.parent().ref())) {
            found.add(link.parent());
            next.add(link.parent().ref());
          }
        }
      }
      generation = next;
    }
    return found;
  }

  /** Clocks tell seconds, and the record of the making may be a little older than what was made. */
  private static boolean isOfAnEarlier(Link link, @Nullable Instant issuedAt) {
    Instant made = link.child().issuedAt();
    return made != null && issuedAt != null && issuedAt.isAfter(made.plus(SLACK));
  }

  /** The one that lives longest first: the likeliest to be alive. */
  private static List<Link> ordered(Collection<Link> links) {
    Function<Link, String> name = link -> link.parent().ref() + " " + link.child().ref();
    List<Link> ordered = new ArrayList<>(links);
    ordered.sort(
        (one, other) -> {
          int later = other.expires().compareTo(one.expires());
          return later != 0 ? later : name.apply(one).compareTo(name.apply(other));
        });
    return ordered;
  }

  /**
   * A chain of delegation shows in every call that an impersonated account makes: of the same link,
   * one an hour is enough.
   */
  private boolean isRecent(Link link) {
    synchronized (recent) {
      Instant expires = recent.get(Pair.of(link));
      return expires != null && !expires.plus(Duration.ofHours(1)).isBefore(link.expires());
    }
  }

  private void remember(Link link) {
    synchronized (recent) {
      recent.put(Pair.of(link), link.expires());
    }
  }

  private static final class Recent extends LinkedHashMap<Pair, Instant> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Pair, Instant> eldest) {
      return size() > 10_000;
    }
  }
}
