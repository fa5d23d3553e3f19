package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes one subject out of one binding and leaves all others. Written over the very version that
 * was read, and again when somebody else was faster. Permissions: {@code get} and {@code update} of
 * the kind of binding, and {@code bind} of its role: the API server asks for that whatever is
 * changed about a binding (Kubernetes, "Using RBAC Authorization", "Restrictions on role binding
 * creation or update").
 */
final class RemoveBindingSubject extends ClusterAction implements UndoHandler {
  private static final int TRIES = 5;

  RemoveBindingSubject(Clusters clusters) {
    super(clusters);
  }

  @Override
  Preparation prepare(ActionRequest request, Cluster cluster) {
    Place place =
        new Place(
            cluster,
            request.arguments().get(Arguments.NAMESPACE),
            request.argument(Arguments.BINDING));
    String member = request.argument(Arguments.BINDING_SUBJECT);
    Optional<Binding> found = place.read();
    if (found.isEmpty()) {
      return new Preparation.Unchanged("there is no " + place.text() + " any more", Undo.NOTHING);
    }
    Binding binding = found.get();
    if (binding.isOfTheCluster()) {
      return new Preparation.Refused("the cluster itself works through " + place.text());
    }
    String role = request.arguments().get(Arguments.GRANTED_ROLE);
    if (role != null && !role.equals(binding.role().getName())) {
      return new Preparation.Refused(
          place.text() + " is for another role than the record says: it was made anew");
    }
    if (!binding.has(member)) {
      return new Preparation.Unchanged(member + " is not in " + place.text(), Undo.NOTHING);
    }
    return new Preparation.Ready(new Removal(place, member, binding, request));
  }

  @Override
  public String undo(Undo undo, Instant now) {
    String name = undo.data().get("name");
    String member = undo.data().get("subject");
    String mark = undo.data().get("mark");
    if (name == null || member == null || mark == null) {
      throw ActionException.permanent("it is not known what was taken out");
    }
    Place place = new Place(cluster(undo), undo.data().get("namespace"), name);
    if (place.read().isEmpty()) {
      throw ActionException.permanent(place.text() + " is gone");
    }
    edit(place, mark, binding -> binding.has(member) ? null : binding.with(member));
    if (place.read().filter(binding -> binding.has(member)).isEmpty()) {
      throw ActionException.retryable(member + " is not back in " + place.text(), null);
    }
    return "read back: " + member + " is in " + place.text();
  }

  /** Where a binding is. */
  private record Place(Cluster cluster, @Nullable String namespace, String name) {
    Optional<Binding> read() {
      return cluster.client().binding(namespace, name);
    }

    String text() {
      String where = namespace == null ? "clusterrolebindings/" : namespace + "/rolebindings/";
      return where + name + cluster.of();
    }
  }

  /**
   * Read, change, write; nothing is written when the change is null.
   *
   * @param mark the binding that is meant; one made anew under its name may give something else
   */
  private static void edit(
      Place place, String mark, Function<Binding, @Nullable HasMetadata> change) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Binding> binding = place.read();
      if (binding.isPresent() && !binding.get().mark().equals(mark)) {
        throw ActionException.permanent(place.text() + " was made anew meanwhile");
      }
      HasMetadata changed = binding.map(change).orElse(null);
      if (changed == null || place.cluster().client().replace(changed)) {
        return;
      }
    }
    throw ActionException.retryable(place.text() + " is being changed by others", null);
  }

  private static Undo undo(Place place, String member, String mark) {
    Map<String, String> data = data(place.cluster(), place.namespace(), place.name());
    data.put("subject", member);
    data.put("mark", mark);
    String name = member.substring(member.indexOf(':') + 1);
    String flag =
        switch (member.substring(0, member.indexOf(':'))) {
          case "User" -> "--user=" + name;
          case "Group" -> "--group=" + name;
          default -> "--serviceaccount=" + name.replace('/', ':');
        };
    String command =
        place.namespace() == null
            ? Kubectl.command("set", "subject", "clusterrolebinding/" + place.name(), flag)
            : Kubectl.command(
                "-n", place.namespace(), "set", "subject", "rolebinding/" + place.name(), flag);
    return new Undo(command, data);
  }

  private static final class Removal implements Preparation.Change {
    private final Place place;
    private final String member;
    private final String mark;
    private final ActionRequest request;

    Removal(Place place, String member, Binding binding, ActionRequest request) {
      this.place = place;
      this.member = member;
      this.mark = binding.mark();
      this.request = request;
    }

    @Override
    public Principal principal() {
      return Member.principal(request, member);
    }

    @Override
    public List<Principal> alsoAffected() {
      return giver(request);
    }

    @Override
    public String description() {
      return "take " + member + " out of " + place.text();
    }

    @Override
    public Undo undo() {
      return RemoveBindingSubject.undo(place, member, mark);
    }

    @Override
    public void apply() {
      edit(place, mark, binding -> binding.has(member) ? binding.without(member) : null);
    }

    @Override
    public String verify() {
      if (place.read().filter(binding -> binding.has(member)).isPresent()) {
        throw ActionException.retryable(member + " is still in " + place.text(), null);
      }
      return "read back: "
          + member
          + " is not in "
          + place.text()
          + "; what other bindings give it remains";
    }
  }
}
