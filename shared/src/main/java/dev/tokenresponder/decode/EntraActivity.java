package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One change in the directory of Entra, in whichever log it stands (Microsoft Entra, "Microsoft
 * Entra audit log categories and activities"; "Detect and remediate illicit consent grants").
 *
 * @param name the activity, as displayed
 * @param changed the new values of the changed properties, by name
 * @param former their old values
 * @param targetId the id of what was changed
 * @param targetName its name
 * @param targetType what it is, by the log: {@code ServicePrincipal}, {@code User}
 * @param applicationId the client id of the application changed, where the log tells it apart
 */
record EntraActivity(
    String name,
    Map<String, String> changed,
    Map<String, String> former,
    @Nullable String targetId,
    @Nullable String targetName,
    @Nullable String targetType,
    @Nullable String applicationId) {
  private static final Pattern SCOPE = Pattern.compile("Scopes?:? *\\[?([^,;\\]\"]+)");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern BENEFICIARY = Pattern.compile("PrincipalId: *(" + GUID + ")");
  private static final Pattern KEY = Pattern.compile("\\[KeyIdentifier=([^,\\]\"]+)");
  private static final Pattern CONSENT_TYPE = Pattern.compile("ConsentType: *(\\w+)");

  /** By the beginning of the name; the more particular ones come first. */
  private static final Map<String, Activity> MEANINGS = new LinkedHashMap<>();

  private static final Set<String> POWERFUL_ROLES =
      Set.of(
          "global administrator",
          "company administrator",
          "privileged role administrator",
          "privileged authentication administrator",
          "application administrator",
          "cloud application administrator",
          "hybrid identity administrator");

  static {
    MEANINGS.put("consent to application", Activity.GRANT);
    MEANINGS.put("add delegated permission grant", Activity.GRANT);
    MEANINGS.put("add oauth2permissiongrant", Activity.GRANT);
    MEANINGS.put("add app role assignment", Activity.GRANT);
    MEANINGS.put("add member to role", Activity.GRANT);
    MEANINGS.put("add eligible member to role", Activity.GRANT);
    MEANINGS.put("add service principal credentials", Activity.ISSUE);
    MEANINGS.put("update application – certificates and secrets", Activity.ISSUE);
    MEANINGS.put("update application - certificates and secrets", Activity.ISSUE);
    MEANINGS.put("remove service principal credentials", Activity.REVOKE);
    MEANINGS.put("remove delegated permission grant", Activity.REVOKE);
    MEANINGS.put("remove oauth2permissiongrant", Activity.REVOKE);
    MEANINGS.put("remove app role assignment", Activity.REVOKE);
    MEANINGS.put("revoke", Activity.REVOKE);
    MEANINGS.put("disable", Activity.REVOKE);
    MEANINGS.put("add owner to", Activity.WIDEN);
    MEANINGS.put("add federated identity credential", Activity.WIDEN);
    MEANINGS.put("set federation settings on domain", Activity.CHANGE);
    MEANINGS.put("set domain authentication", Activity.CHANGE);
    MEANINGS.put("add application", Activity.CREATE);
    MEANINGS.put("add service principal", Activity.CREATE);
    MEANINGS.put("add user", Activity.CREATE);
    MEANINGS.put("invite external user", Activity.CREATE);
    MEANINGS.put("user registered", Activity.CHANGE);
  }

  /** Collects the changed properties of a record, each a name and new and old values. */
  static void collect(Part part, String list, String key, String value, Map<String, String> into) {
    for (Part property : part.list(list)) {
      String name = property.text(key);
      JsonNode text = property.node().path(value);
      if (name != null && text.isTextual()) {
        into.putIfAbsent(name, text.textValue());
      }
    }
  }

  /** Says what the change means for credentials. */
  void tell(EventBuilder event) {
    Activity activity = activity();
    event.activity(activity).target(target());
    if (type() == PrincipalType.APPLICATION) {
      event.app(clientId(), clientName());
    }
    Principal target = target();
    if (activity == Activity.ISSUE && target != null) {
      String key = newKey();
      event.issued(
          CredentialKind.APP_SECRET, key == null ? targetId : key, in(event.account(), target));
    }
    if (activity == Activity.GRANT) {
      grant(event);
    }
  }

  /** Assignments name what they open as the target, and the application among the properties. */
  private @Nullable String clientId() {
    String assigned = plain("ServicePrincipal.AppId");
    if (assigned != null || changed.containsKey("ServicePrincipal.ObjectID")) {
      return assigned == null ? plain("ServicePrincipal.ObjectID") : assigned;
    }
    String names = plain("TargetId.ServicePrincipalNames");
    Matcher id = GUID.matcher(names == null ? "" : names);
    if (id.find()) {
      return id.group();
    }
    return applicationId == null ? targetId : applicationId;
  }

  private @Nullable String clientName() {
    return changed.containsKey("ServicePrincipal.ObjectID")
        ? plain("ServicePrincipal.DisplayName")
        : targetName;
  }

  /** The object id of the application, by which it signs in. */
  private @Nullable String clientObject() {
    String assigned = plain("ServicePrincipal.ObjectID");
    return assigned == null ? targetId : assigned;
  }

  /** The key that was not there before; all that are there now are listed. */
  private @Nullable String newKey() {
    Set<String> before = keys(former.get("KeyDescription"));
    return keys(changed.get("KeyDescription")).stream()
        .filter(key -> !before.contains(key))
        .findFirst()
        .orElse(null);
  }

  private static Set<String> keys(@Nullable String description) {
    Set<String> keys = new LinkedHashSet<>();
    Matcher matcher = KEY.matcher(description == null ? "" : description);
    while (matcher.find()) {
      keys.add(matcher.group(1).toLowerCase(Locale.ROOT));
    }
    return keys;
  }

  private Activity activity() {
    String folded = name.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Activity> meaning : MEANINGS.entrySet()) {
      if (folded.startsWith(meaning.getKey())) {
        return meaning.getValue();
      }
    }
    return Activity.CHANGE;
  }

  private void grant(EventBuilder event) {
    List<String> scopes = new ArrayList<>();
    boolean everybody = "true".equalsIgnoreCase(plain("ConsentContext.OnBehalfOfAll"));
    for (Map.Entry<String, String> property : changed.entrySet()) {
      String key = property.getKey();
      String text = property.getValue();
      if (key.equals("ConsentAction.Permissions") || key.equals("DelegatedPermissionGrant.Scope")) {
        scopes.addAll(scopes(key, text));
        Matcher type = CONSENT_TYPE.matcher(text);
        everybody |= type.find() && type.group(1).equals("AllPrincipals");
      } else if (key.equals("AppRole.Value")) {
        scopes.addAll(words(text));
      }
    }
    String type = plain("DelegatedPermissionGrant.ConsentType");
    everybody |= "AllPrincipals".equals(type);
    Set<String> roles = new TreeSet<>();
    String role = plain("Role.DisplayName");
    if (role != null) {
      roles.add(role);
    }
    boolean full = role != null && POWERFUL_ROLES.contains(role.toLowerCase(Locale.ROOT));
    Set<String> members = targetId == null ? Set.of() : Set.of(targetId);
    event.scopes(scopes);
    event.grant(new Grant(false, Set.of(), full, null, roles, members, everybody, List.of()));
    String person = event.actor().id();
    Principal target = target();
    if (type() == PrincipalType.APPLICATION && target != null && person != null) {
      boolean itself = changed.containsKey("AppRole.Value");
      String told = beneficiary();
      String holder = everybody || itself ? "*" : told == null ? person : told;
      event.issued(
          CredentialKind.OAUTH_GRANT, holder + "/" + clientObject(), in(event.account(), target));
    }
  }

  /** For whom a consent is, where the log tells just one person behind the arrow. */
  private @Nullable String beneficiary() {
    String text = changed.get("ConsentAction.Permissions");
    Set<String> people = new TreeSet<>();
    Matcher person = BENEFICIARY.matcher(text == null ? "" : text);
    if (text != null) {
      person.region(Math.max(text.indexOf("=>"), 0), text.length());
    }
    while (person.find()) {
      people.add(person.group(1).toLowerCase(Locale.ROOT));
    }
    return people.size() == 1 ? people.iterator().next() : null;
  }

  private static List<String> scopes(String key, String text) {
    if (key.equals("DelegatedPermissionGrant.Scope")) {
      return words(text);
    }
    List<String> scopes = new ArrayList<>();
    Matcher matcher = SCOPE.matcher(text);
    while (matcher.find()) {
      scopes.addAll(words(matcher.group(1)));
    }
    return scopes;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.replace('"', ' ').replace('[', ' ').replace(']', ' ').split("[ ,]+")) {
      if (!word.isBlank()) {
        words.add(word);
      }
    }
    return words;
  }

  /** A value without the quotes that the log puts around it. */
  private @Nullable String plain(String key) {
    String text = changed.get(key);
    return text == null ? null : text.replace("\"", "").strip();
  }

  private @Nullable Principal target() {
    return targetId == null && targetName == null
        ? null
        : new Principal(type(), targetId, targetName == null ? targetId : targetName, null, null);
  }

  /** What is issued is contained in its own tenant, whichever tenant its parent is seen in. */
  private static Principal in(@Nullable String tenant, Principal who) {
    return new Principal(who.type(), who.id(), who.name(), tenant, null);
  }

  private PrincipalType type() {
    String folded = targetType == null ? "" : targetType.toLowerCase(Locale.ROOT);
    if (folded.equals("serviceprincipal") || folded.equals("application")) {
      return PrincipalType.APPLICATION;
    }
    boolean provider = name.toLowerCase(Locale.ROOT).contains("domain");
    return folded.equals("user")
        ? PrincipalType.USER
        : provider ? PrincipalType.IDENTITY_PROVIDER : PrincipalType.RESOURCE;
  }
}
