package dev.tokenresponder.gcp;

import dev.tokenresponder.action.Needed;
import java.util.List;
import java.util.Map;

/**
 * What each function calls, and so what the custom role of its service account holds. Documents are
 * read and changed without transactions, which would need {@code datastore.databases.get}
 * (Firestore, "Security for server client libraries", "Required permissions for API methods",
 * {@code https://cloud.google.com/firestore/docs/security/iam}). Keys that pushes are signed with
 * are public.
 */
public final class Permissions {
  private static final String READ = "datastore.entities.get";
  private static final String LIST = "datastore.entities.list";
  private static final String ADD = "datastore.entities.create";
  private static final String CHANGE = "datastore.entities.update";
  private static final String BUS = "pubsub.topics.publish";
  private static final String LATER = "cloudtasks.tasks.create";
  private static final String AS_PUSH = "iam.serviceAccounts.actAs";
  private static final String CLUSTER = "container.clusters.get";

  private static final Map<String, List<String>> OWN =
      Map.of(
          "evaluate", List.of(READ, LIST, ADD, CHANGE, BUS),
          "revoke-sessions", List.of(READ, LIST, ADD, CHANGE, BUS, LATER, AS_PUSH),
          "disable-keys", List.of(READ, LIST, ADD, CHANGE, BUS, LATER, AS_PUSH),
          "notify-owners", List.of(READ, LIST, ADD, CHANGE, BUS),
          "receive-webhooks", List.of(READ, ADD, CHANGE, BUS),
          "decide-actions", List.of(READ, LIST, ADD, CHANGE, BUS));

  private static final Map<String, List<String>> UNDO =
      Map.of(
          "revoke-sessions", List.of("iam.serviceAccounts.enable"),
          "disable-keys", List.of("iam.serviceAccountKeys.enable"));

  private Permissions() {}

  /**
   * By the function's name. What is in {@code own} is needed on the Firestore database, on the
   * topics that the function writes to, on the queue of Cloud Tasks, and, for {@code
   * iam.serviceAccounts.actAs}, on the account that tasks are delivered as.
   */
  public static Map<String, Needed> byFunction() {
    return Needed.byFunction("gcp", CLUSTER, OWN, UNDO);
  }
}
