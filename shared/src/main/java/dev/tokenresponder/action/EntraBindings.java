package dev.tokenresponder.action;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the actions in Entra find their target. Identifiers become part of addresses, so only their
 * documented shapes pass: object ids and client ids are GUIDs, user principal names have letters,
 * digits and {@code ' . - _ ! # ^ ~} (Microsoft Entra, "Plan and troubleshoot user principal name
 * changes"). The account is the tenant; in the activity log of Azure, which names none at that
 * place, the subscription.
 */
final class EntraBindings {
  private static final String EVERYBODY = "*";
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern PERSON =
      Pattern.compile("[A-Za-z0-9'._!#^~+-]{1,113}@([A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+");

  private EntraBindings() {}

  /** Whose session it is; without a credential, who acted. */
  static List<Binding> person(Subject subject) {
    Credential credential = subject.credential();
    Principal person = credential == null ? subject.event().actor() : credential.principal();
    boolean session = credential == null || credential.ref().kind() == CredentialKind.SESSION;
    if (!isMicrosoft(subject) || !session || person.type() != PrincipalType.USER) {
      return List.of();
    }
    String id = person.id() == null ? person.name() : person.id();
    if (!isPerson(id)) {
      return List.of(refused(subject, id, "is neither an object id nor a user principal name"));
    }
    String name = person.name();
    Map<String, String> arguments = arguments(subject, id);
    arguments.put(Arguments.PERSON, id);
    return bound(subject, isPerson(name) ? name : id, arguments, List.of(person), null);
  }

  /**
   * The application whose secret was used or which acted, one that signed in with a secret made
   * from it, or one that somebody let in; the latter two stop others' work too.
   */
  static List<Binding> servicePrincipal(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null || !isMicrosoft(subject)) {
      return List.of();
    }
    CredentialKind kind = credential.ref().kind();
    boolean issued = isIssued(subject, credential);
    boolean used = kind == CredentialKind.APP_SECRET && isUsed(subject, credential);
    boolean acted = kind == CredentialKind.SERVICE_ACCOUNT_TOKEN && !issued;
    boolean letIn = kind == CredentialKind.OAUTH_GRANT && issued;
    if (!used && !acted && !letIn) {
      return List.of();
    }
    String id = letIn ? afterSlash(credential.ref().id()) : credential.principal().id();
    if (!isGuid(id)) {
      return List.of(refused(subject, id, "is not the id of a service principal"));
    }
    Map<String, String> arguments = arguments(subject, id);
    arguments.put(Arguments.DIRECTORY_OBJECT, id);
    Principal application = new Principal(PrincipalType.APPLICATION, id, null, null, null);
    return bound(
        subject,
        id,
        arguments,
        List.of(credential.principal(), application),
        letIn
            ? "everybody who uses the application loses it"
            : acted && isOfAnother(subject, id)
                ? "another application, which may have other work, gets no token"
                : null);
  }

  /**
   * What was consented to, then or before, or the consent by which an application acted for a
   * person. Of an earlier one it is no longer known whether its record told for whom it is.
   */
  static List<Binding> grants(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null
        || !isMicrosoft(subject)
        || credential.ref().kind() != CredentialKind.OAUTH_GRANT) {
      return List.of();
    }
    String id = credential.ref().id();
    String person = id.substring(0, Math.max(id.lastIndexOf('/'), 0));
    String application = afterSlash(id);
    boolean everybody = person.equals(EVERYBODY);
    if (!isGuid(application) || !everybody && !isPerson(person)) {
      return List.of(refused(subject, id, "does not say who let which application in"));
    }
    Map<String, String> arguments = arguments(subject, everybody ? application : person);
    boolean issued = isIssued(subject, credential);
    boolean used = isUsed(subject, credential);
    arguments.put(used ? Arguments.CLIENT_ID : Arguments.DIRECTORY_OBJECT, application);
    String giver = subject.event().actor().id();
    if (issued && giver != null && isPerson(giver)) {
      arguments.put(Arguments.GIVEN_BY, giver);
    }
    boolean assumed = issued && person.equals(giver) && mayBeForSomebodyElse(subject.event());
    if (!everybody) {
      arguments.put(Arguments.PERSON, person);
    }
    boolean untold = !everybody && !issued && !used;
    if (assumed || untold) {
      arguments.put(Arguments.PERSON_ASSUMED, "true");
    }
    return bound(
        subject,
        everybody ? application : id,
        arguments,
        List.of(
            untold
                ? new Principal(PrincipalType.USER, person, person, null, null)
                : subject.event().actor(),
            new Principal(PrincipalType.APPLICATION, application, null, null, null)),
        everybody
            ? "the application loses all of its permissions, older ones too"
            : assumed ? "the record does not say for whom the permission is" : null);
  }

  /**
   * Whoever consents does so for themselves; whoever adds a grant (Microsoft Graph REST reference,
   * "Create oAuth2PermissionGrant") names any person, and the record tells just who added it.
   */
  private static boolean mayBeForSomebodyElse(TokenEvent event) {
    String name = event.name().toLowerCase(Locale.ROOT);
    return name.startsWith("add delegated permission grant")
        || name.startsWith("add oauth2permissiongrant");
  }

  /** The password or certificate that was used or added. */
  static List<Binding> credential(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null
        || !isMicrosoft(subject)
        || credential.ref().kind() != CredentialKind.APP_SECRET) {
      return List.of();
    }
    String key = credential.ref().id();
    String holder = credential.principal().id();
    if (!isGuid(key) || !isGuid(holder)) {
      return List.of(refused(subject, key, "is not the id of a credential of an application"));
    }
    if (key.equals(holder)) {
      return List.of(
          refused(subject, key, "is an application; the record does not say which credential"));
    }
    Map<String, String> arguments = arguments(subject, holder);
    arguments.put(Arguments.DIRECTORY_OBJECT, holder);
    arguments.put(Arguments.KEY_ID, key);
    return bound(subject, holder + "/" + key, arguments, List.of(credential.principal()), null);
  }

  private static List<Binding> bound(
      Subject subject,
      String target,
      Map<String, String> arguments,
      List<Principal> affected,
      @Nullable String caution) {
    String tenant = tenant(subject);
    return List.of(
        isGuid(tenant)
            ? new Binding.Bound(target, tenant, arguments, affected, caution)
            : new Binding.Refused(target, null, "the record does not name its tenant"));
  }

  private static Map<String, String> arguments(Subject subject, String principal) {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, principal);
    return arguments;
  }

  private static boolean isMicrosoft(Subject subject) {
    String source = subject.event().source();
    return source.startsWith("entra.")
        || source.equals("m365.audit")
        || source.equals("azure.activity");
  }

  /** What was made from it may be in another tenant. */
  private static @Nullable String tenant(Subject subject) {
    Credential credential = subject.credential();
    String own = credential == null ? null : credential.principal().account();
    return isGuid(own) ? own : subject.event().account();
  }

  private static boolean isUsed(Subject subject, Credential credential) {
    return credential.equals(subject.event().credential());
  }

  private static boolean isOfAnother(Subject subject, String id) {
    Credential used = subject.event().credential();
    return used == null || !id.equalsIgnoreCase(used.principal().id());
  }

  private static boolean isIssued(Subject subject, Credential credential) {
    TokenEvent event = subject.event();
    return credential.equals(event.issued());
  }

  private static String afterSlash(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static boolean isGuid(@Nullable String text) {
    return text != null && GUID.matcher(text).matches();
  }

  private static boolean isPerson(@Nullable String text) {
    return text != null && (isGuid(text) || PERSON.matcher(text).matches());
  }

  private static Binding refused(Subject subject, @Nullable String target, String reason) {
    String text = String.valueOf(target);
    String clipped = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return new Binding.Refused(clipped, subject.event().account(), "'" + clipped + "' " + reason);
  }
}
