package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Projects, folders and organizations (Resource Manager REST reference v3, {@code projects.get},
 * {@code getIamPolicy}, {@code setIamPolicy}). That these refuse {@code allUsers} is what "Public
 * access" says of projects; the wording of the refusal is not confirmed.
 */
public final class ResourceManagerDouble {
  private static final Pattern PATH =
      Pattern.compile("v3/((projects|folders|organizations)/[^/:]+)(:([A-Za-z]+))?");

  private final Access access;
  private final PolicyStore policies;
  private final Map<String, Map<String, String>> labels = new TreeMap<>();

  ResourceManagerDouble(Access access, PolicyStore policies) {
    this.access = access;
    this.policies = policies;
  }

  /**
   * Puts in a project, folder or organization.
   *
   * @param name for example {@code projects/example-project}
   */
  public synchronized void add(String name, Map<String, String> withLabels) {
    labels.put(name, Map.copyOf(withLabels));
  }

  synchronized @Nullable JsonNode answer(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      return null;
    }
    String name = path.group(1);
    String action = path.group(4) == null ? "get" : path.group(4);
    if (!call.method().equals(action.equals("get") ? "GET" : "POST")) {
      throw Refusal.of(404, "NOT_FOUND", "Method not found.");
    }
    boolean known =
        switch (action) {
          case "get" -> path.group(2).equals("projects");
          case "getIamPolicy", "setIamPolicy" -> true;
          default -> false;
        };
    if (!known) {
      throw Refusal.of(404, "NOT_FOUND", "Method not found.");
    }
    access.permit(call, "resourcemanager." + path.group(2) + "." + action, name);
    if (!labels.containsKey(name)) {
      throw Refusal.of(403, "PERMISSION_DENIED", "The caller does not have permission");
    }
    return switch (action) {
      case "getIamPolicy" -> {
        JsonNode options = call.json("options").path("options");
        yield policies.read(name, options.path("requestedPolicyVersion").asInt(0));
      }
      case "setIamPolicy" -> policies.write(name, call.json("policy", "updateMask"), false);
      default -> project(name);
    };
  }

  private ObjectNode project(String name) {
    ObjectNode project = JsonNodeFactory.instance.objectNode();
    project.put("name", "projects/415104041262");
    project.put("projectId", name.substring(name.indexOf('/') + 1));
    project.put("state", "ACTIVE");
    ObjectNode shown = project.putObject("labels");
    labels.getOrDefault(name, Map.of()).forEach(shown::put);
    return project;
  }
}
