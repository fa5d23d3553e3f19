package dev.tokenresponder.gcp.doubles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who holds which bearer token, and what they may do; and what was asked for. */
public final class Access {
  /** Everything in Google Cloud. */
  public static final String CLOUD = "https://www.googleapis.com/auth/cloud-platform";

  private final Map<String, Holder> holders = new HashMap<>();
  private final Set<String> used = new TreeSet<>();
  private final List<String> calls = new ArrayList<>();

  /**
   * Who shows a token.
   *
   * @param permissions of Google Cloud; {@code *} for all
   * @param administrator may ask the Directory API
   */
  record Holder(String name, Set<String> scopes, Set<String> permissions, boolean administrator) {}

  /** A token of somebody with permissions in Google Cloud. */
  public synchronized void grant(String token, String name, String... permissions) {
    holders.put(token, new Holder(name, Set.of(CLOUD), Set.of(permissions), false));
  }

  synchronized void grant(String token, Holder holder) {
    holders.put(token, holder);
  }

  /** The permissions and scopes that calls needed, so far. */
  public synchronized Set<String> used() {
    return Set.copyOf(used);
  }

  /** What was called so far does not count any more. */
  public synchronized void forget() {
    used.clear();
    calls.clear();
  }

  /** All calls so far, by method and path. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized void note(Call call) {
    calls.add(call.method() + " " + call.path());
  }

  /** Refuses who lacks a permission (Cloud IAM, "Troubleshooting permission error messages"). */
  synchronized Holder permit(Call call, String permission, String resource) {
    Holder holder = holder(call);
    if (!holder.scopes().contains(CLOUD)) {
      throw Refusal.of(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.");
    }
    used.add(permission);
    if (!holder.permissions().contains("*") && !holder.permissions().contains(permission)) {
      throw Refusal.of(
          403,
          "PERMISSION_DENIED",
          "Permission '" + permission + "' denied on resource '" + resource + "'.");
    }
    return holder;
  }

  /** Refuses whose token lacks the scopes of a Directory call. */
  synchronized void permitDirectory(Call call, String scope) {
    Holder holder = holder(call);
    if (!holder.scopes().contains(scope)) {
      throw Refusal.directory(
          403, "insufficientPermissions", "Request had insufficient authentication scopes.");
    }
    used.add(scope);
    if (!holder.administrator()) {
      throw Refusal.directory(403, "forbidden", "Not Authorized to access this resource/api");
    }
  }

  private Holder holder(Call call) {
    Holder holder = holders.get(call.token());
    if (holder == null) {
      throw Refusal.of(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    }
    return holder;
  }
}
