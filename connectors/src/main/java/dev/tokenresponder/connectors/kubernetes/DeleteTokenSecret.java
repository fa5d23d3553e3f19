package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the secret that holds a token of a service account without an end (Kubernetes, "Managing
 * Service Accounts", "Delete/invalidate a long-lived ServiceAccount token"). The value of the token
 * cannot be had again. Of the secret only its name, type and owner are kept. It must be the secret
 * of the record: there by then, and of the account that the token speaks for. Permissions: {@code
 * get secrets}, {@code delete secrets}.
 */
final class DeleteTokenSecret extends ClusterAction {
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT = "kubernetes.io/service-account.name";

  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

  DeleteTokenSecret(Clusters clusters) {
    super(clusters);
  }

  @Override
  Preparation prepare(ActionRequest request, Cluster cluster) {
    String namespace = request.argument(Arguments.NAMESPACE);
    String name = request.argument(Arguments.SECRET);
    Optional<Secret> found = cluster.client().secret(namespace, name);
    if (found.isEmpty()) {
      return new Preparation.Unchanged(
          "secret " + namespace + "/" + name + " is gone, and its token with it", Undo.NOTHING);
    }
    Secret secret = found.get();
    String account = account(secret);
    if (!TYPE.equals(secret.getType()) || account == null) {
      return new Preparation.Refused(
          "secret " + namespace + "/" + name + " does not hold the token of a service account");
    }
    Principal holder = account(request, namespace, account);
    boolean made = request.arguments().containsKey(Arguments.GIVEN_BY);
    if (!made && !request.argument(Arguments.PRINCIPAL).equals(holder.name())) {
      return new Preparation.Refused(
          "the secret holds a token of "
              + holder.name()
              + ", which is not whom the token speaks for");
    }
    if (!isThereAt(secret, request.argument(Arguments.SEEN_AT), made)) {
      return new Preparation.Refused(
          "secret "
              + namespace
              + "/"
              + name
              + " was made after what the record tells of: it is another one of that name");
    }
    return new Preparation.Ready(
        new Deletion(cluster, secret.getMetadata(), holder, giver(request)));
  }

  /** The record of its making is as old as the request, which the API server ends in a minute. */
  private static boolean isThereAt(Secret secret, String seenAt, boolean made) {
    try {
      Instant latest = Instant.parse(seenAt).plus(made ? LONGEST_REQUEST : Duration.ZERO);
      return !Instant.parse(String.valueOf(secret.getMetadata().getCreationTimestamp()))
          .isAfter(latest);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static @Nullable String account(Secret secret) {
    Map<String, String> annotations = secret.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(ACCOUNT);
  }

  private static final class Deletion implements Preparation.Change {
    private final Cluster cluster;
    private final Secret secret;
    private final Principal account;
    private final List<Principal> giver;

    /** Keeps the metadata, not the data. */
    Deletion(Cluster cluster, ObjectMeta metadata, Principal account, List<Principal> giver) {
      this.giver = giver;
      this.cluster = cluster;
      this.secret = new Secret();
      this.secret.setMetadata(metadata);
      this.account = account;
    }

    @Override
    public Principal principal() {
      return account;
    }

    @Override
    public List<Principal> alsoAffected() {
      return giver;
    }

    @Override
    public String description() {
      return "delete secret " + name() + cluster.of() + ", a token of " + account.name();
    }

    @Override
    public Undo undo() {
      ObjectMeta metadata = secret.getMetadata();
      Map<String, String> data = data(cluster, metadata.getNamespace(), metadata.getName());
      data.put("uid", metadata.getUid());
      data.put("type", TYPE);
      data.put("service_account", String.valueOf(account.name()));
      return new Undo("", data);
    }

    @Override
    public void apply() {
      ObjectMeta metadata = secret.getMetadata();
      cluster
          .client()
          .delete(
              "/api/v1/namespaces/" + metadata.getNamespace() + "/secrets/" + metadata.getName(),
              secret);
    }

    @Override
    public String verify() {
      ObjectMeta metadata = secret.getMetadata();
      boolean there =
          cluster
              .client()
              .secret(metadata.getNamespace(), metadata.getName())
              .filter(now -> now.getMetadata().getUid().equals(metadata.getUid()))
              .isPresent();
      if (there) {
        throw ActionException.retryable("secret " + name() + " is still there", null);
      }
      return "read back: secret "
          + name()
          + " is gone; its token is refused within seconds, other tokens of "
          + account.name()
          + " live on";
    }

    private String name() {
      return secret.getMetadata().getNamespace() + "/" + secret.getMetadata().getName();
    }
  }
}
