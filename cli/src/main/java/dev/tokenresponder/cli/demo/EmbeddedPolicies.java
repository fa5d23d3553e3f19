package dev.tokenresponder.cli.demo;

import dev.tokenresponder.gcp.iam.Policies;
import dev.tokenresponder.gcp.iam.PolicyDocument;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** IAM policies in memory: those that were put in. */
public final class EmbeddedPolicies implements Policies {
  private final Map<String, PolicyDocument> policies = new HashMap<>();

  /** Puts a member into a role. */
  public void add(String of, String role, String member, @Nullable Condition condition) {
    PolicyDocument before = read(of);
    List<Binding> bindings = new ArrayList<>();
    boolean added = false;
    for (Binding binding : before.bindings()) {
      boolean here = binding.role().equals(role) && Objects.equals(binding.condition(), condition);
      added |= here;
      bindings.add(
          here && !binding.members().contains(member)
              ? new Binding(
                  role,
                  Stream.concat(binding.members().stream(), Stream.of(member)).toList(),
                  condition)
              : binding);
    }
    if (!added) {
      bindings.add(new Binding(role, List.of(member), condition));
    }
    policies.put(of, new PolicyDocument(before.etag(), bindings));
  }

  @Override
  public PolicyDocument read(String of) {
    return policies.getOrDefault(of, new PolicyDocument("1", List.of()));
  }

  @Override
  public boolean replace(String of, PolicyDocument policy) {
    String etag = read(of).etag();
    if (!String.valueOf(etag).equals(policy.etag())) {
      return false;
    }
    String next = String.valueOf(Integer.parseInt(etag) + 1);
    policies.put(of, new PolicyDocument(next, policy.bindings()));
    return true;
  }

  /** A policy, one role per line. */
  public List<String> describe(String of) {
    List<String> lines = new ArrayList<>();
    for (Binding binding : read(of).bindings()) {
      lines.add(
          of
              + ": "
              + binding.role()
              + " is held by "
              + String.join(", ", binding.members())
              + (binding.condition() == null ? "" : " if " + binding.condition().expression()));
    }
    return lines;
  }
}
