package dev.tokenresponder.cli.demo;

import dev.tokenresponder.gcp.workspace.Directory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** People and the applications they let in, in memory: those that were put in. */
public final class EmbeddedDirectory implements Directory {
  private final Map<String, Set<String>> grants = new TreeMap<>();
  private final Set<String> signedOut = new HashSet<>();

  /** Puts in a person, who is signed in. */
  public void add(String person) {
    grants.computeIfAbsent(person, p -> new TreeSet<>());
  }

  /** Lets an application in. */
  public void add(String person, String client) {
    grants.computeIfAbsent(person, p -> new TreeSet<>()).add(client);
  }

  @Override
  public Optional<List<String>> grants(String person) {
    return Optional.ofNullable(grants.get(person)).map(List::copyOf);
  }

  @Override
  public boolean hasGrant(String person, String client) {
    return grants.getOrDefault(person, Set.of()).contains(client);
  }

  @Override
  public void deleteGrant(String person, String client) {
    grants.getOrDefault(person, new TreeSet<>()).remove(client);
  }

  @Override
  public void signOut(String person) {
    signedOut.add(person);
  }

  @Override
  public Page people(@Nullable String page) {
    return new Page(List.copyOf(grants.keySet()), null);
  }

  /** A person, one fact per line. */
  public List<String> describe(String person) {
    List<String> lines = new ArrayList<>();
    Set<String> clients = grants.getOrDefault(person, Set.of());
    lines.add(person + ": " + (signedOut.contains(person) ? "signed out" : "signed in"));
    lines.add(
        person
            + ": "
            + (clients.isEmpty() ? "no applications" : "let in " + String.join(", ", clients)));
    return lines;
  }
}
