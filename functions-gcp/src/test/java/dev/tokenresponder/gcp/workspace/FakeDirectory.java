package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.action.ActionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** People in memory, in pages of a given size; marks of pages may go bad. */
final class FakeDirectory implements Directory {
  private Map<String, Set<String>> grants = new TreeMap<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<String> signedOut = new ArrayList<>();
  private final int size;
  private String era = "a";
  private Consumer<String> onLook = person -> {};

  FakeDirectory(int size) {
    this.size = size;
  }

  /** People come in this order, not in that of their letters. */
  FakeDirectory ordered(List<String> people) {
    grants = new TreeMap<>(Comparator.comparing(people::indexOf));
    return this;
  }

  void add(String person, String... clients) {
    grants.computeIfAbsent(person, p -> new TreeSet<>()).addAll(List.of(clients));
  }

  /** All marks given out so far are no longer good. */
  void forgetPages() {
    era += "a";
  }

  void onLook(Consumer<String> observer) {
    onLook = observer;
  }

  List<String> deleted() {
    return deleted;
  }

  List<String> signedOut() {
    return signedOut;
  }

  @Override
  public Optional<List<String>> grants(String person) {
    return Optional.ofNullable(grants.get(person)).map(List::copyOf);
  }

  @Override
  public boolean hasGrant(String person, String client) {
    onLook.accept(person);
    return grants.getOrDefault(person, Set.of()).contains(client);
  }

  @Override
  public void deleteGrant(String person, String client) {
    grants.get(person).remove(client);
    deleted.add(person);
  }

  @Override
  public void signOut(String person) {
    signedOut.add(person);
  }

  @Override
  public Page people(@Nullable String page) {
    int from = 0;
    if (page != null) {
      if (!page.startsWith(era + ":")) {
        throw ActionException.permanent("HTTP 400 invalid");
      }
      from = Integer.parseInt(page.substring(era.length() + 1));
    }
    List<String> all = List.copyOf(grants.keySet());
    int to = Math.min(from + size, all.size());
    return new Page(all.subList(from, to), to < all.size() ? era + ":" + to : null);
  }
}
