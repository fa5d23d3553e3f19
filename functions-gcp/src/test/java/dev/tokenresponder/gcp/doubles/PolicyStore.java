package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * IAM policies (IAM REST reference, {@code Policy}, {@code Binding}; "Understanding allow
 * policies", "etag", "Policy versions"): a write with an etag that is no longer the latest is
 * refused, one without an etag overwrites; without version 3 a policy with conditions cannot be
 * written, and is read without them, under role names that say so.
 */
final class PolicyStore {
  private static final Pattern MEMBER =
      Pattern.compile(
          "allUsers|allAuthenticatedUsers|(user|serviceAccount|group|domain|deleted):.+"
              + "|principal(Set)?://.+");
  private final Map<String, Stored> policies = new HashMap<>();

  /** What is kept of a policy. */
  private record Stored(int etag, int version, List<Binding> bindings) {}

  private record Binding(String role, Set<String> members, JsonNode condition) {}

  synchronized void put(String of, String role, String condition, String... members) {
    Stored before = stored(of);
    List<Binding> bindings = new ArrayList<>(before.bindings());
    JsonNode when =
        condition == null
            ? JsonNodeFactory.instance.nullNode()
            : JsonNodeFactory.instance
                .objectNode()
                .put("title", "condition")
                .put("expression", condition);
    bindings.add(new Binding(role, new LinkedHashSet<>(List.of(members)), when));
    policies.put(
        of,
        new Stored(before.etag() + 1, condition == null ? before.version() : 3, merged(bindings)));
  }

  /** Who holds the role, under whatever condition. */
  synchronized Set<String> members(String of, String role) {
    Set<String> members = new LinkedHashSet<>();
    for (Binding binding : stored(of).bindings()) {
      if (binding.role().equals(role)) {
        members.addAll(binding.members());
      }
    }
    return members;
  }

  synchronized List<String> describe(String of) {
    return stored(of).bindings().stream()
        .map(
            b ->
                of
                    + ": "
                    + b.role()
                    + " is held by "
                    + String.join(", ", b.members())
                    + (b.condition().isNull() ? "" : " if " + b.condition().get("expression")))
        .toList();
  }

  synchronized ObjectNode read(String of, int requestedVersion) {
    if (requestedVersion < 0 || requestedVersion == 2 || requestedVersion > 3) {
      throw Refusal.invalid("Invalid requested policy version.");
    }
    Stored stored = stored(of);
    boolean whole = requestedVersion == 3;
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.put("version", whole ? stored.version() : 1);
    policy.put("etag", etag(stored));
    ArrayNode bindings = policy.putArray("bindings");
    for (Binding binding : stored.bindings()) {
      ObjectNode node = bindings.addObject();
      boolean hidden = !whole && !binding.condition().isNull();
      node.put("role", binding.role() + (hidden ? "_withcond_0123456789abcdef0123" : ""));
      ArrayNode members = node.putArray("members");
      binding.members().forEach(members::add);
      if (whole && !binding.condition().isNull()) {
        node.set("condition", binding.condition());
      }
    }
    return policy;
  }

  synchronized ObjectNode write(String of, JsonNode request, boolean publicAllowed) {
    JsonNode policy = request.path("policy");
    Call.only(policy, "version", "etag", "bindings", "auditConfigs");
    Stored before = stored(of);
    if (policy.has("etag") && !policy.get("etag").asText().equals(etag(before))) {
      throw Refusal.of(
          409,
          "ABORTED",
          "There were concurrent policy changes. Please retry the whole read-modify-write with"
              + " exponential backoff.");
    }
    List<Binding> bindings = new ArrayList<>();
    for (JsonNode node : policy.path("bindings")) {
      bindings.add(binding(node, publicAllowed));
    }
    boolean conditional = bindings.stream().anyMatch(b -> !b.condition().isNull());
    boolean wasConditional = before.bindings().stream().anyMatch(b -> !b.condition().isNull());
    int version = policy.path("version").asInt(0);
    if ((conditional || wasConditional) && version != 3) {
      throw Refusal.invalid("Policies with conditions must be written with version 3.");
    }
    policies.put(of, new Stored(before.etag() + 1, conditional ? 3 : 1, merged(bindings)));
    return read(of, 3);
  }

  private static Binding binding(JsonNode node, boolean publicAllowed) {
    Call.only(node, "role", "members", "condition");
    String role = node.path("role").asText();
    if (!role.matches("(projects/[^/]+/|organizations/[^/]+/)?roles/[A-Za-z0-9_.]+")) {
      throw Refusal.invalid("Role '" + role + "' is not valid.");
    }
    if (!node.path("members").isArray()) {
      throw Refusal.invalid("A binding needs members.");
    }
    Set<String> members = new LinkedHashSet<>();
    for (JsonNode member : node.path("members")) {
      String text = member.asText();
      if (!MEMBER.matcher(text).matches()) {
        throw Refusal.invalid("The member " + text + " is of an unknown type.");
      }
      if (!publicAllowed && text.startsWith("all")) {
        throw Refusal.invalid("Members of type " + text + " can only be set on some resources.");
      }
      members.add(text.indexOf('@') < 0 ? text : text.toLowerCase(Locale.ROOT));
    }
    JsonNode condition = node.path("condition");
    if (condition.isMissingNode()) {
      return new Binding(role, members, JsonNodeFactory.instance.nullNode());
    }
    Call.only(condition, "title", "description", "expression", "location");
    if (condition.path("expression").asText().isEmpty()
        || condition.path("title").asText().isEmpty()) {
      throw Refusal.invalid("A condition needs a title and an expression.");
    }
    return new Binding(role, members, condition);
  }

  private static List<Binding> merged(List<Binding> bindings) {
    Map<String, Binding> merged = new LinkedHashMap<>();
    for (Binding binding : bindings) {
      merged
          .computeIfAbsent(
              binding.role() + binding.condition(),
              key -> new Binding(binding.role(), new LinkedHashSet<>(), binding.condition()))
          .members()
          .addAll(binding.members());
    }
    merged.values().removeIf(binding -> binding.members().isEmpty());
    return List.copyOf(merged.values());
  }

  private Stored stored(String of) {
    return policies.getOrDefault(of, new Stored(0, 1, List.of()));
  }

  private static String etag(Stored stored) {
    return "BwX" + stored.etag();
  }
}
