package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * People of Google Workspace, the applications they let in, and their sessions (Admin SDK REST
 * reference directory_v1, {@code tokens}: list, get, delete; {@code users.signOut}; {@code
 * users.list}). Needs an administrator. What {@code tokens.delete} answers when there is no such
 * token is not confirmed; here it is 404.
 */
public final class DirectoryDouble {
  private static final String BASE = "admin/directory/v1/users";
  private static final Pattern TOKENS = Pattern.compile(BASE + "/([^/]+)/tokens(?:/([^/]+))?");
  private static final Pattern SIGN_OUT = Pattern.compile(BASE + "/([^/]+)/signOut");
  private static final String SECURITY =
      "https://www.googleapis.com/auth/admin.directory.user.security";
  private static final String READ =
      "https://www.googleapis.com/auth/admin.directory.user.readonly";

  private final Access access;
  private final Map<String, Set<String>> people = new TreeMap<>();
  private final Set<String> signedOut = new TreeSet<>();

  DirectoryDouble(Access access) {
    this.access = access;
  }

  /** Puts in a person who has let applications in. */
  public synchronized void add(String person, String... clients) {
    people.computeIfAbsent(person, p -> new TreeSet<>()).addAll(List.of(clients));
  }

  /** The applications a person has let in. */
  public synchronized Set<String> clients(String person) {
    return Set.copyOf(people.get(person));
  }

  /** Whether the person's sessions were ended. */
  public synchronized boolean isSignedOut(String person) {
    return signedOut.contains(person);
  }

  /** People, one fact per line. */
  public synchronized List<String> describe() {
    List<String> lines = new ArrayList<>();
    people.forEach(
        (person, clients) -> {
          lines.add(person + ": " + (signedOut.contains(person) ? "signed out" : "signed in"));
          lines.add(
              person
                  + ": "
                  + (clients.isEmpty()
                      ? "no applications"
                      : "let in " + String.join(", ", clients)));
        });
    return lines;
  }

  synchronized @Nullable JsonNode answer(Call call) {
    Matcher tokens = TOKENS.matcher(call.path());
    Matcher signOut = SIGN_OUT.matcher(call.path());
    if (call.path().equals(BASE)) {
      method(call, "GET");
      access.permitDirectory(call, READ);
      return list(call);
    }
    if (signOut.matches()) {
      method(call, "POST");
      access.permitDirectory(call, SECURITY);
      person(signOut.group(1));
      signedOut.add(signOut.group(1));
      return JsonNodeFactory.instance.missingNode();
    }
    if (!tokens.matches()) {
      return null;
    }
    access.permitDirectory(call, SECURITY);
    Set<String> clients = person(tokens.group(1));
    String client = tokens.group(2);
    if (client == null) {
      method(call, "GET");
      ObjectNode list = JsonNodeFactory.instance.objectNode();
      list.put("kind", "admin#directory#tokenList");
      ArrayNode items = list.putArray("items");
      clients.forEach(c -> items.add(token(tokens.group(1), c)));
      return list;
    }
    if (!clients.contains(client)) {
      throw Refusal.directory(404, "notFound", "Resource Not Found: clientId");
    }
    if (call.method().equals("DELETE")) {
      clients.remove(client);
      return JsonNodeFactory.instance.missingNode();
    }
    method(call, "GET");
    return token(tokens.group(1), client);
  }

  private static void method(Call call, String expected) {
    if (!call.method().equals(expected)) {
      throw Refusal.directory(404, "notFound", "Not Found");
    }
  }

  private Set<String> person(String key) {
    Set<String> clients = people.get(key);
    if (clients == null) {
      throw Refusal.directory(404, "notFound", "Resource Not Found: userKey");
    }
    return clients;
  }

  private static ObjectNode token(String person, String client) {
    ObjectNode token = JsonNodeFactory.instance.objectNode();
    token.put("kind", "admin#directory#token");
    token.put("clientId", client);
    token.put("userKey", person);
    return token;
  }

  private ObjectNode list(Call call) {
    if (!call.query().containsKey("customer") && !call.query().containsKey("domain")) {
      throw Refusal.directory(400, "badRequest", "Bad Request");
    }
    int size = Integer.parseInt(call.query().getOrDefault("maxResults", "100"));
    if (size < 1 || size > 500) {
      throw Refusal.directory(400, "invalid", "Invalid value for: maxResults");
    }
    String page = call.query().getOrDefault("pageToken", "0");
    if (!page.matches("[0-9]{1,6}")) {
      throw Refusal.directory(400, "invalid", "Invalid Input: pageToken");
    }
    List<String> all = List.copyOf(people.keySet());
    int from = Math.min(Integer.parseInt(page), all.size());
    int to = Math.min(from + size, all.size());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode users = answer.putArray("users");
    all.subList(from, to).forEach(person -> users.addObject().put("primaryEmail", person));
    if (to < all.size()) {
      answer.put("nextPageToken", String.valueOf(to));
    }
    return answer;
  }
}
