package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An account in memory that notes every write and can be made to fail. */
public final class FakeIam implements Iam {
  public static final String ACCOUNT = "111122223333";

  public final Map<String, Role> roles = new HashMap<>();
  public final Map<String, User> users = new HashMap<>();
  public final Map<String, Boolean> keys = new HashMap<>();
  public final Map<String, String> keyUsers = new HashMap<>();
  public final Map<String, String> policies = new ConcurrentHashMap<>();
  public final Map<String, String> tags = new HashMap<>();
  public final List<String> writes = Collections.synchronizedList(new ArrayList<>());
  public boolean losesPolicies;
  public boolean hasNoRoom;

  /** Characters that one policy may have, white space and all. */
  public int room = Integer.MAX_VALUE;

  /** What others do between the reading and the writing of a policy. */
  public Runnable beforePut = () -> {};

  public ActionException failure;

  public static Role role(String name, String id, String path) {
    return new Role(name, id, "arn:aws:iam::" + ACCOUNT + ":role" + path + name, path);
  }

  @Override
  public String account() {
    return ACCOUNT;
  }

  @Override
  public Optional<Role> role(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  @Override
  public Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  public void addUser(String name, String id) {
    users.put(name, new User(name, id, "arn:aws:iam::" + ACCOUNT + ":user/" + name));
  }

  @Override
  public Optional<String> policy(Identity identity, String policyName) {
    return Optional.ofNullable(policies.get(identity + "/" + policyName));
  }

  @Override
  public boolean putPolicy(Identity identity, String policyName, String document) {
    beforePut.run();
    if (hasNoRoom || document.length() > room) {
      return false;
    }
    write("put " + identity + "/" + policyName);
    List<String> ids =
        PolicyDocument.read(document).statements().stream()
            .map(statement -> statement.path("Sid").asText())
            .filter(id -> !id.isEmpty())
            .toList();
    if (Set.copyOf(ids).size() < ids.size()) {
      throw ActionException.permanent("MalformedPolicyDocument: statement ids must be unique");
    }
    if (!losesPolicies) {
      policies.put(identity + "/" + policyName, document);
    }
    return true;
  }

  @Override
  public void deletePolicy(Identity identity, String policyName) {
    write("delete " + identity + "/" + policyName);
    policies.remove(identity + "/" + policyName);
  }

  @Override
  public Optional<String> userOfKey(String accessKeyId) {
    return Optional.ofNullable(keyUsers.get(accessKeyId));
  }

  @Override
  public Optional<Boolean> keyIsActive(String user, String accessKeyId) {
    return Optional.ofNullable(keys.get(user + "/" + accessKeyId));
  }

  @Override
  public void disableKey(String user, String accessKeyId) {
    write("disable " + user + "/" + accessKeyId);
    keys.put(user + "/" + accessKeyId, false);
  }

  @Override
  public void enableKey(String user, String accessKeyId) {
    write("enable " + user + "/" + accessKeyId);
    keys.put(user + "/" + accessKeyId, true);
  }

  @Override
  public Map<String, String> tags(Identity identity) {
    if (failure != null) {
      throw failure;
    }
    return tags;
  }

  private void write(String what) {
    if (failure != null) {
      throw failure;
    }
    writes.add(what);
  }
}
