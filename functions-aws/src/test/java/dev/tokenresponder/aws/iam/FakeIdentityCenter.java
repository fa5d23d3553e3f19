package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance in memory that keeps what each account's role was last provisioned with, and takes no
 * more than the real one would.
 */
final class FakeIdentityCenter implements IdentityCenter {
  static final String INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
  static final String STORE = "d-1234567890";
  static final PermissionSet DEVELOPER = set("Developer", "0123456789abcdef");

  /** By ARN, in the order they are listed. */
  final Map<String, PermissionSet> sets = new LinkedHashMap<>();

  final Map<String, String> policies = new HashMap<>();

  /** By account and ARN, what the role has; the empty text for no policy. */
  final Map<String, String> roles = new LinkedHashMap<>();

  final List<String> writes = new ArrayList<>();

  /** How often a provisioning is looked at before it is done. */
  int looks;

  @Nullable String failure;
  boolean provisionsNothing;
  Runnable beforePut = () -> {};
  Runnable beforeProvision = () -> {};

  private int provisionings;
  private final Map<String, Integer> left = new HashMap<>();

  static PermissionSet set(String name, String id) {
    return new PermissionSet("arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-" + id, name);
  }

  /** Puts a permission set there, provisioned to an account. */
  void add(PermissionSet set, String account) {
    sets.put(set.arn(), set);
    roles.put(account + set.arn(), policies.getOrDefault(set.arn(), ""));
  }

  String role(String account) {
    return roles.get(account + DEVELOPER.arn());
  }

  @Override
  public String instance() {
    return INSTANCE;
  }

  @Override
  public String region() {
    return "eu-west-1";
  }

  @Override
  public Optional<String> store() {
    return Optional.of(STORE);
  }

  @Override
  public List<PermissionSet> permissionSets(String account, String name) {
    return sets.values().stream()
        .filter(set -> roles.containsKey(account + set.arn()) && set.name().equals(name))
        .toList();
  }

  @Override
  public boolean isProvisioned(PermissionSet set, String account) {
    return known(set, policies.getOrDefault(set.arn(), "")).equals(roles.get(account + set.arn()));
  }

  @Override
  public Optional<String> policy(PermissionSet set) {
    return Optional.ofNullable(known(set, policies).get(set.arn()));
  }

  @Override
  public boolean putPolicy(PermissionSet set, String document) {
    beforePut.run();
    known(set, document);
    long size = document.chars().filter(c -> !Character.isWhitespace(c)).count();
    if (size > 10_240 || document.length() > 32_768) {
      throw ActionException.permanent("ValidationException: the policy is too long");
    }
    if (!document.matches("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")) {
      throw ActionException.permanent("ValidationException: a character is not allowed");
    }
    writes.add("put");
    policies.put(set.arn(), document);
    return true;
  }

  @Override
  public void deletePolicy(PermissionSet set) {
    known(set, set);
    writes.add("delete");
    policies.remove(set.arn());
  }

  @Override
  public Provisioning provision(PermissionSet set, String account) {
    beforeProvision.run();
    writes.add("provision " + account);
    String id = set.arn() + "\n" + account + "\n" + provisionings++;
    left.put(id, looks);
    return provisioning(id);
  }

  @Override
  public Provisioning provisioning(String id) {
    int looksLeft = left.merge(id, -1, Integer::sum);
    if (looksLeft >= 0) {
      return new Provisioning(id, Progress.IN_PROGRESS, null);
    }
    if (failure != null) {
      return new Provisioning(id, Progress.FAILED, failure);
    }
    String[] what = id.split("\n");
    if (!provisionsNothing) {
      roles.put(what[1] + what[0], policies.getOrDefault(what[0], ""));
    }
    return new Provisioning(id, Progress.SUCCEEDED, null);
  }

  private <T> T known(PermissionSet set, T value) {
    if (!set.equals(sets.get(set.arn()))) {
      throw ActionException.permanent("ResourceNotFoundException");
    }
    return value;
  }
}
