package dev.tokenresponder.cli.demo;

import dev.tokenresponder.aws.iam.Denial;
import dev.tokenresponder.aws.iam.IdentityCenter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A made-up instance of IAM Identity Center, whose permission sets are in every account that is
 * asked for.
 */
public final class EmbeddedIdentityCenter implements IdentityCenter {
  private static final String INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef";

  private final String store;
  private final Map<String, String> policies = new HashMap<>();
  private final Set<String> outdated = new HashSet<>();

  /** An instance with that identity store. */
  public EmbeddedIdentityCenter(String store) {
    this.store = store;
  }

  /** Whether a session or a person's sessions could still do anything in an account. */
  public boolean allows(String name, String about, Instant issuedAt) {
    return !Denial.holds(policies.getOrDefault(name, "{}"), about, issuedAt);
  }

  /** What there is to see of a permission set, one fact per line. */
  public List<String> describe(String name) {
    List<String> lines = new ArrayList<>();
    String policy = policies.get(name);
    lines.add(policy == null ? "no inline policy" : "inline policy: " + policy);
    lines.add(outdated.contains(name) ? "not provisioned as it is" : "provisioned");
    return lines;
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
    return Optional.of(store);
  }

  @Override
  public List<PermissionSet> permissionSets(String account, String name) {
    return List.of(
        new PermissionSet("arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-" + name, name));
  }

  @Override
  public boolean isProvisioned(PermissionSet set, String account) {
    return !outdated.contains(set.name());
  }

  @Override
  public Optional<String> policy(PermissionSet set) {
    return Optional.ofNullable(policies.get(set.name()));
  }

  @Override
  public boolean putPolicy(PermissionSet set, String document) {
    policies.put(set.name(), document);
    outdated.add(set.name());
    return true;
  }

  @Override
  public void deletePolicy(PermissionSet set) {
    policies.remove(set.name());
    outdated.add(set.name());
  }

  @Override
  public Provisioning provision(PermissionSet set, String account) {
    outdated.remove(set.name());
    return provisioning("0");
  }

  @Override
  public Provisioning provisioning(String id) {
    return new Provisioning(id, Progress.SUCCEEDED, null);
  }
}
