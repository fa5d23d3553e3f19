package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes a service account and makes it again with the same labels, annotations and references.
 * Its UID is another one, so that every token of the old one is refused (Kubernetes, "Managing
 * Service Accounts"), those of its running pods too; bindings name it by name and hold. The outcome
 * keeps the account, and its undo makes it when only the deletion came through. Permissions: {@code
 * get}, {@code delete} and {@code create serviceaccounts}.
 */
final class RecreateServiceAccount extends ClusterAction implements UndoHandler {
  private static final int TRIES = 3;

  RecreateServiceAccount(Clusters clusters) {
    super(clusters);
  }

  @Override
  Preparation prepare(ActionRequest request, Cluster cluster) {
    String[] name = request.argument(Arguments.SERVICE_ACCOUNT).split("/");
    if (name.length != 2 || !name[0].equals(request.argument(Arguments.NAMESPACE))) {
      throw ActionException.permanent("the request names no service account");
    }
    String shown = "service account " + name[0] + "/" + name[1];
    Optional<ServiceAccount> found = cluster.client().serviceAccount(name[0], name[1]);
    if (found.isEmpty()) {
      return new Preparation.Refused(
          shown + " is not there; where an earlier try deleted it, the undo makes it again");
    }
    ObjectMeta metadata = found.get().getMetadata();
    if (isNewer(metadata, request.argument(Arguments.SEEN_AT))) {
      return new Preparation.Unchanged(
          shown + " was made after the token was seen, which is refused since", Undo.NOTHING);
    }
    if (!metadata.getFinalizers().isEmpty()) {
      return new Preparation.Refused(
          shown + " has finalizers, so that its deletion may wait: a person must do it");
    }
    return new Preparation.Ready(
        new Recreation(cluster, found.get(), account(request, name[0], name[1])));
  }

  private static boolean isNewer(ObjectMeta metadata, String seenAt) {
    try {
      return Instant.parse(String.valueOf(metadata.getCreationTimestamp()))
          .isAfter(Instant.parse(seenAt));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Makes the account when it is missing; its old tokens are refused for good. */
  @Override
  public String undo(Undo undo, Instant now) {
    String kept = undo.data().get("object");
    if (kept == null) {
      throw ActionException.permanent("it is not known what was deleted");
    }
    ServiceAccount account = new KubernetesSerialization().unmarshal(kept, ServiceAccount.class);
    ClusterClient client = cluster(undo).client();
    ObjectMeta metadata = account.getMetadata();
    if (client.serviceAccount(metadata.getNamespace(), metadata.getName()).isPresent()) {
      throw ActionException.permanent(
          "the service account is there; tokens of the one before cannot be made valid again");
    }
    client.create(account);
    return client
        .serviceAccount(metadata.getNamespace(), metadata.getName())
        .map(made -> "read back: the service account is there, with UID " + uid(made))
        .orElseThrow(() -> ActionException.retryable("the service account is not there", null));
  }

  private static String uid(ServiceAccount account) {
    return account.getMetadata().getUid();
  }

  private static final class Recreation implements Preparation.Change {
    private final Cluster cluster;
    private final ServiceAccount before;
    private final Principal principal;

    Recreation(Cluster cluster, ServiceAccount before, Principal principal) {
      this.cluster = cluster;
      this.before = before;
      this.principal = principal;
    }

    @Override
    public Principal principal() {
      return principal;
    }

    @Override
    public String description() {
      return "delete service account "
          + principal.name()
          + cluster.of()
          + " and make it again; its running pods lose their tokens";
    }

    @Override
    public Undo undo() {
      ObjectMeta metadata = before.getMetadata();
      Map<String, String> data = data(cluster, metadata.getNamespace(), metadata.getName());
      data.put("uid", metadata.getUid());
      data.put("object", new KubernetesSerialization().asJson(after()));
      return new Undo("", data);
    }

    /**
     * Nothing is deleted that could not be made again. What others made in the meantime under the
     * name is left as it is.
     */
    @Override
    public void apply() {
      ObjectMeta metadata = before.getMetadata();
      cluster.client().tryToCreate(after());
      cluster
          .client()
          .delete(
              "/api/v1/namespaces/"
                  + metadata.getNamespace()
                  + "/serviceaccounts/"
                  + metadata.getName(),
              before);
      for (int attempt = 1; ; attempt++) {
        try {
          cluster.client().create(after());
          return;
        } catch (ActionException e) {
          if (attempt == TRIES || !e.isRetryable()) {
            throw e;
          }
        }
      }
    }

    @Override
    public String verify() {
      ObjectMeta metadata = before.getMetadata();
      ServiceAccount now =
          cluster
              .client()
              .serviceAccount(metadata.getNamespace(), metadata.getName())
              .orElseThrow(
                  () ->
                      ActionException.permanent(
                          "service account "
                              + principal.name()
                              + " is deleted and not there again: run its undo"));
      if (uid(now).equals(metadata.getUid())) {
        throw ActionException.retryable(
            "service account " + principal.name() + " is still the old one", null);
      }
      return "read back: service account "
          + principal.name()
          + " has UID "
          + uid(now)
          + "; every token of the one before is refused: restart the pods that use it";
    }

    /** The same account without what the API server sets. */
    private ServiceAccount after() {
      ObjectMeta metadata = before.getMetadata();
      return new ServiceAccountBuilder(before)
          .withNewMetadata()
          .withName(metadata.getName())
          .withNamespace(metadata.getNamespace())
          .withLabels(metadata.getLabels())
          .withAnnotations(metadata.getAnnotations())
          .withOwnerReferences(metadata.getOwnerReferences())
          .endMetadata()
          .build();
    }
  }
}
