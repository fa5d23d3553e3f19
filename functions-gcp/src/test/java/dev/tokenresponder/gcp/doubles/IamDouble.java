package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IAM's service accounts, their keys and policies (IAM REST reference v1, {@code
 * projects.serviceAccounts}: get, disable, enable, getIamPolicy, setIamPolicy; {@code
 * projects.serviceAccounts.keys}: get, disable, enable). With {@code -} for the project, what is
 * not there is answered with 403 rather than 404.
 */
public final class IamDouble {
  private static final Pattern PATH =
      Pattern.compile(
          "v1/projects/([^/]+)/serviceAccounts/([^/:]+)(/keys/([^/:]+))?(:([A-Za-z]+))?");

  private final Access access;
  private final PolicyStore policies;
  private final Map<String, Account> accounts = new TreeMap<>();

  /** A service account of a project. */
  public static final class Account {
    private final String email;
    private final String project;
    private final Map<String, Key> keys = new TreeMap<>();
    private boolean disabled;

    Account(String email, String project) {
      this.email = email;
      this.project = project;
    }

    /**
     * Gives it a key.
     *
     * @param type {@code USER_MANAGED} or {@code SYSTEM_MANAGED}
     */
    public Account key(String id, String type) {
      keys.put(id, new Key(type));
      return this;
    }

    /** Whether its tokens and keys are refused. */
    public boolean isDisabled() {
      return disabled;
    }

    /** Whether a key of it is refused. */
    public boolean isDisabled(String key) {
      return keys.get(key).disabled;
    }
  }

  private static final class Key {
    private final String type;
    private boolean disabled;

    Key(String type) {
      this.type = type;
    }
  }

  IamDouble(Access access, PolicyStore policies) {
    this.access = access;
    this.policies = policies;
  }

  /** Puts in a service account. */
  public synchronized Account add(String email, String project) {
    return accounts.computeIfAbsent(email, e -> new Account(e, project));
  }

  /** A service account that was put in. */
  public synchronized Account account(String email) {
    return accounts.get(email);
  }

  /** An account and its keys, one fact per line. */
  public synchronized List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Account account : accounts.values()) {
      lines.add(
          "service account " + account.email + ": " + (account.disabled ? "disabled" : "enabled"));
      account.keys.forEach(
          (id, key) ->
              lines.add(
                  "key "
                      + account.email
                      + "/keys/"
                      + id
                      + ": "
                      + (key.disabled ? "disabled" : "enabled")));
    }
    return lines;
  }

  synchronized @Nullable JsonNode answer(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      return null;
    }
    String action = path.group(6) == null ? "get" : path.group(6);
    if (!call.method().equals(action.equals("get") ? "GET" : "POST")) {
      throw Refusal.of(404, "NOT_FOUND", "Method not found.");
    }
    Account account = accounts.get(path.group(2));
    String name = "projects/" + path.group(1) + "/serviceAccounts/" + path.group(2);
    boolean there =
        account != null && (path.group(1).equals("-") || path.group(1).equals(account.project));
    return path.group(4) == null
        ? account(call, action, there ? account : null, name)
        : key(call, action, there ? account : null, name, path.group(4));
  }

  private JsonNode account(Call call, String action, Account account, String name) {
    String permission =
        switch (action) {
          case "get", "disable", "enable", "getIamPolicy", "setIamPolicy" ->
              "iam.serviceAccounts." + action;
          default -> throw Refusal.of(404, "NOT_FOUND", "Method not found.");
        };
    access.permit(call, permission, name);
    if (account == null) {
      throw name.startsWith("projects/-/")
          ? Refusal.of(403, "PERMISSION_DENIED", "Permission '" + permission + "' denied.")
          : Refusal.notFound("Service account " + name);
    }
    return switch (action) {
      case "get" -> shown(account);
      case "getIamPolicy" ->
          policies.read(of(account), version(call.query().get("options.requestedPolicyVersion")));
      case "setIamPolicy" -> policies.write(of(account), call.json("policy", "updateMask"), true);
      default -> {
        call.json();
        account.disabled = action.equals("disable");
        yield JsonNodeFactory.instance.objectNode();
      }
    };
  }

  private JsonNode key(Call call, String action, Account account, String name, String id) {
    if (!List.of("get", "disable", "enable").contains(action)) {
      throw Refusal.of(404, "NOT_FOUND", "Method not found.");
    }
    access.permit(call, "iam.serviceAccountKeys." + action, name + "/keys/" + id);
    Key key = account == null ? null : account.keys.get(id);
    if (key == null) {
      throw Refusal.notFound("Service account key " + id);
    }
    if (action.equals("get")) {
      ObjectNode shown = JsonNodeFactory.instance.objectNode();
      shown.put("name", of(account) + "/keys/" + id);
      shown.put("keyType", key.type);
      if (key.disabled) {
        shown.put("disabled", true);
      }
      return shown;
    }
    call.json("extendedStatusMessage", "serviceAccountKeyDisableReason");
    if (key.type.equals("SYSTEM_MANAGED")) {
      throw Refusal.of(400, "FAILED_PRECONDITION", "Google-managed keys cannot be changed.");
    }
    key.disabled = action.equals("disable");
    return JsonNodeFactory.instance.objectNode();
  }

  private static int version(String text) {
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static String of(Account account) {
    return "projects/" + account.project + "/serviceAccounts/" + account.email;
  }

  private static ObjectNode shown(Account account) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("name", of(account));
    shown.put("projectId", account.project);
    shown.put("email", account.email);
    shown.put("uniqueId", "1" + Math.abs(account.email.hashCode()));
    if (account.disabled) {
      shown.put("disabled", true);
    }
    return shown;
  }
}
