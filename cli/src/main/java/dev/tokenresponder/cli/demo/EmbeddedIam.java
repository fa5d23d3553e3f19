package dev.tokenresponder.cli.demo;

import dev.tokenresponder.aws.iam.Denial;
import dev.tokenresponder.aws.iam.Iam;
import dev.tokenresponder.aws.iam.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The IAM of one made-up account. It knows only what it is told exists. */
public final class EmbeddedIam implements Iam {
  private final String account;
  private final Map<String, Role> roles = new TreeMap<>();
  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, Map<String, Boolean>> keysOfUsers = new TreeMap<>();
  private final Map<Identity, Map<String, String>> policies = new HashMap<>();

  /** An account with nothing in it. */
  public EmbeddedIam(String account) {
    this.account = account;
  }

  /** Puts a role there, unless it is there already. */
  public void addRole(String name, String id, String path) {
    String arn = "arn:aws:iam::" + account + ":role" + path + name;
    roles.putIfAbsent(name, new Role(name, id, arn, path));
  }

  /** Puts a user there, with an active key when one is named. */
  public void addUser(String name, String id, @Nullable String accessKeyId) {
    users.putIfAbsent(name, new User(name, id, "arn:aws:iam::" + account + ":user/" + name));
    Map<String, Boolean> keys = keysOfUsers.computeIfAbsent(name, user -> new TreeMap<>());
    if (accessKeyId != null) {
      keys.putIfAbsent(accessKeyId, true);
    }
  }

  /** Whether a session could still do anything. */
  public boolean allows(Identity identity, String userId, Instant issuedAt) {
    return policies.getOrDefault(identity, Map.of()).values().stream()
        .noneMatch(document -> Denial.holds(document, userId, issuedAt));
  }

  /** What there is to see of a role or user, one fact per line. */
  public List<String> describe(Identity identity) {
    List<String> lines = new ArrayList<>();
    if (identity.kind() == Identity.Kind.USER) {
      keysOfUsers
          .getOrDefault(identity.name(), Map.of())
          .forEach(
              (key, active) -> lines.add("key " + key + ": " + (active ? "active" : "inactive")));
    }
    Map<String, String> own = policies.getOrDefault(identity, Map.of());
    own.forEach((name, document) -> lines.add("inline policy " + name + ": " + document));
    if (own.isEmpty()) {
      lines.add("no inline policies");
    }
    return lines;
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public Optional<Role> role(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  @Override
  public Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  @Override
  public Optional<String> policy(Identity identity, String policyName) {
    return Optional.ofNullable(policies.getOrDefault(identity, Map.of()).get(policyName));
  }

  @Override
  public boolean putPolicy(Identity identity, String policyName, String document) {
    policies.computeIfAbsent(identity, who -> new TreeMap<>()).put(policyName, document);
    return true;
  }

  @Override
  public void deletePolicy(Identity identity, String policyName) {
    policies.getOrDefault(identity, new TreeMap<>()).remove(policyName);
  }

  @Override
  public Optional<String> userOfKey(String accessKeyId) {
    return keysOfUsers.entrySet().stream()
        .filter(user -> user.getValue().containsKey(accessKeyId))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Optional<Boolean> keyIsActive(String user, String accessKeyId) {
    return Optional.ofNullable(keysOfUsers.getOrDefault(user, Map.of()).get(accessKeyId));
  }

  @Override
  public void disableKey(String user, String accessKeyId) {
    keysOfUsers.computeIfAbsent(user, name -> new TreeMap<>()).put(accessKeyId, false);
  }

  @Override
  public void enableKey(String user, String accessKeyId) {
    keysOfUsers.computeIfAbsent(user, name -> new TreeMap<>()).put(accessKeyId, true);
  }

  @Override
  public Map<String, String> tags(Identity identity) {
    return Map.of();
  }
}
