package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One policy in memory, which others may change between a read and a write. */
final class FakePolicies implements Policies {
  private final Deque<Runnable> beforeWrites = new ArrayDeque<>();
  private PolicyDocument policy;
  private int version = 1;
  private int writes;
  private boolean withEtag = true;
  private boolean losesAnswer;

  FakePolicies(Binding... bindings) {
    policy = new PolicyDocument("1", List.of(bindings));
  }

  /** Runs just before the next write that has none of its own yet. */
  void beforeWrite(Runnable edit) {
    beforeWrites.add(edit);
  }

  void withoutEtag() {
    withEtag = false;
  }

  /** The next write is done, and then its answer does not arrive. */
  void losesAnswer() {
    losesAnswer = true;
  }

  /** Somebody else's change. */
  void put(Binding... bindings) {
    policy = new PolicyDocument(String.valueOf(++version), List.of(bindings));
  }

  int writes() {
    return writes;
  }

  List<Binding> bindings() {
    return policy.bindings();
  }

  @Override
  public PolicyDocument read(String of) {
    return withEtag ? policy : new PolicyDocument(null, policy.bindings());
  }

  @Override
  public boolean replace(String of, PolicyDocument other) {
    if (!beforeWrites.isEmpty()) {
      beforeWrites.remove().run();
    }
    if (!String.valueOf(policy.etag()).equals(other.etag())) {
      return false;
    }
    writes++;
    put(other.bindings().toArray(Binding[]::new));
    if (losesAnswer) {
      losesAnswer = false;
      throw ActionException.retryable("no answer", null);
    }
    return true;
  }
}
