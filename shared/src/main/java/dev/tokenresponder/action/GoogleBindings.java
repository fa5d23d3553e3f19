package dev.tokenresponder.action;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Grant.Condition;
import dev.tokenresponder.event.Grant.Membership;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the actions on Google Cloud and Workspace find their target. Identifiers become part of
 * addresses and policies, so only their documented shapes pass (IAM, "Create service accounts",
 * "Principal identifiers", REST resource {@code projects.serviceAccounts.keys}).
 */
final class GoogleBindings {
  /** More changes than this in one event are for a person to look at. */
  private static final int MOST = 20;

  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("[a-z0-9][a-z0-9-]{0,62}@[a-z0-9][a-z0-9.-]{0,200}\\.gserviceaccount\\.com");
  private static final Pattern DEFAULT_ACCOUNT =
      Pattern.compile(
          "[0-9]+-compute@developer\\.gserviceaccount\\.com|.*@appspot\\.gserviceaccount\\.com");
  private static final Pattern AGENT = Pattern.compile("service-[0-9]+@.*");
  private static final Pattern KEY =
      Pattern.compile("projects/[^/]+/serviceAccounts/([^/]+)/keys/([0-9a-f]{40})");
  private static final Pattern PERSON =
      Pattern.compile("[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+");
  private static final Pattern CLIENT = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{5,254}");
  private static final Pattern ROLE =
      Pattern.compile("((projects|organizations)/[a-z0-9.:-]+/)?roles/[A-Za-z0-9_.]{1,128}");
  private static final Pattern MEMBER =
      Pattern.compile(
          "allUsers|allAuthenticatedUsers"
              + "|(user|serviceAccount|group|domain):[A-Za-z0-9._%+'@\\[\\]/-]{3,320}"
              + "|principal(Set)?://[A-Za-z0-9._%+@:/-]{3,500}");
  private static final Pattern POLICY_OF =
      Pattern.compile("projects/[a-z0-9.:-]+|(folders|organizations)/[0-9]+");

  private GoogleBindings() {}

  static List<Binding> key(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null
        || !subject.event().source().startsWith("gcp.")
        || credential.ref().kind() != CredentialKind.KEY) {
      return List.of();
    }
    String name = credential.ref().id();
    var parts = KEY.matcher(name);
    if (!parts.matches() || !isServiceAccount(parts.group(1))) {
      return List.of(refused(credential, "'" + clip(name) + "' is not the name of a key"));
    }
    String email = parts.group(1);
    if (!email.equals(credential.principal().id())) {
      return List.of(refused(credential, "the record names one account and the key of another"));
    }
    Map<String, String> arguments = arguments(subject, email);
    arguments.put(Arguments.SERVICE_ACCOUNT, email);
    arguments.put(Arguments.KEY_ID, parts.group(2));
    return List.of(bound(email + "/keys/" + parts.group(2), credential, arguments));
  }

  static List<Binding> serviceAccount(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null
        || !subject.event().source().startsWith("gcp.")
        || credential.ref().kind() != CredentialKind.SERVICE_ACCOUNT_TOKEN) {
      return List.of();
    }
    String email = credential.ref().id();
    if (!isServiceAccount(email)) {
      return email.indexOf('@') < 0
          ? List.of()
          : List.of(
              refused(credential, "'" + clip(email) + "' is not a service account's address"));
    }
    Map<String, String> arguments = arguments(subject, email);
    arguments.put(Arguments.SERVICE_ACCOUNT, email);
    return List.of(bound(email, credential, arguments));
  }

  private static Binding bound(
      String target, Credential credential, Map<String, String> arguments) {
    Principal principal = credential.principal();
    return new Binding.Bound(
        target, principal.account(), arguments, List.of(principal), caution(principal));
  }

  /**
   * Google's own agents, and the accounts that workloads run as when nobody says otherwise (IAM,
   * "Types of service accounts"): taking theirs away stops more than the thief.
   */
  private static @Nullable String caution(Principal principal) {
    String email = String.valueOf(principal.id());
    if (principal.type() != PrincipalType.SERVICE_ACCOUNT || AGENT.matcher(email).matches()) {
      return "a service agent of Google's, through which a Google service works";
    }
    return DEFAULT_ACCOUNT.matcher(email).matches()
        ? "a default service account, which running workloads may use"
        : null;
  }

  static List<Binding> grants(Subject subject) {
    Grant grant = subject.event().grant();
    String policyOf = policyOf(subject.event());
    if (grant == null || policyOf == null) {
      return List.of();
    }
    List<Binding> bindings = new ArrayList<>();
    for (Membership membership : grant.memberships()) {
      if (isToWithdraw(membership, subject)) {
        bindings.add(
            bindings.size() < MOST
                ? grant(subject, policyOf, membership)
                : new Binding.Refused(
                    policyOf, account(policyOf), "it gives more than " + MOST + " roles at once"));
      }
    }
    return bindings;
  }

  /** Who gets something harmless in the same call, or is of the house, keeps it. */
  private static boolean isToWithdraw(Membership membership, Subject subject) {
    String outside = membership.outside();
    return outside != null && membership.powerful() && !subject.trusts().test(outside);
  }

  private static Binding grant(Subject subject, String policyOf, Membership membership) {
    Condition condition = membership.condition();
    String target =
        membership.member()
            + " as "
            + membership.role()
            + " on "
            + policyOf
            + (condition == null ? "" : " under condition " + digest(condition));
    if (!MEMBER.matcher(membership.member()).matches()
        || !ROLE.matcher(membership.role()).matches()) {
      return new Binding.Refused(
          clip(target), account(policyOf), "the member or role is not one that IAM documents");
    }
    Principal giver = subject.event().actor();
    Map<String, String> arguments = arguments(subject, membership.member());
    arguments.put(Arguments.POLICY_OF, policyOf);
    arguments.put(Arguments.GRANTED_ROLE, membership.role());
    arguments.put(Arguments.MEMBER, membership.member());
    put(arguments, Arguments.MEMBER_ACCOUNT, membership.who().account());
    put(arguments, Arguments.GIVEN_BY, giver.id());
    if (condition != null) {
      arguments.put(Arguments.CONDITION_TITLE, condition.title());
      arguments.put(Arguments.CONDITION_EXPRESSION, condition.expression());
    }
    return new Binding.Bound(
        target,
        account(policyOf),
        arguments,
        List.of(giver, membership.who()),
        membership.member().startsWith("serviceAccount:") ? caution(membership.who()) : null);
  }

  private static void put(Map<String, String> arguments, String key, @Nullable String value) {
    if (value != null) {
      arguments.put(key, value);
    }
  }

  /** Tells roles under different conditions apart; whoever writes conditions cannot choose it. */
  private static String digest(Condition condition) {
    String text = condition.title().length() + condition.title() + condition.expression();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static List<Binding> publicImpersonation(Subject subject) {
    TokenEvent event = subject.event();
    String policyOf = policyOf(event);
    Principal target = event.target();
    if (event.grant() == null
        || !event.grant().everyone()
        || policyOf == null
        || target == null
        || target.type() != PrincipalType.SERVICE_ACCOUNT) {
      return List.of();
    }
    Map<String, String> arguments = arguments(subject, String.valueOf(target.id()));
    arguments.put(Arguments.POLICY_OF, policyOf);
    put(arguments, Arguments.GIVEN_BY, event.actor().id());
    return List.of(
        new Binding.Bound(
            String.valueOf(target.id()),
            account(policyOf),
            arguments,
            List.of(event.actor(), target),
            null));
  }

  /** Whose policy the event changed, where it is one that we can change back. */
  private static @Nullable String policyOf(TokenEvent event) {
    Principal target = event.target();
    if (target == null || !event.source().equals("gcp.audit")) {
      return null;
    }
    if (target.type() == PrincipalType.SERVICE_ACCOUNT) {
      String email = String.valueOf(target.id());
      String project = Objects.requireNonNullElse(target.account(), "-");
      return isServiceAccount(email) ? "projects/" + project + "/serviceAccounts/" + email : null;
    }
    String name = target.name();
    return name != null && POLICY_OF.matcher(name).matches() ? name : null;
  }

  /** The project; null for what belongs to none. */
  private static @Nullable String account(String policyOf) {
    String[] parts = policyOf.split("/");
    return parts[0].equals("projects") && !parts[1].equals("-") ? parts[1] : null;
  }

  static List<Binding> appGrant(Subject subject) {
    return app(subject, true);
  }

  static List<Binding> appEverywhere(Subject subject) {
    return app(subject, false);
  }

  private static List<Binding> app(Subject subject, boolean onePerson) {
    Credential credential = subject.credential();
    if (credential == null
        || !isGoogle(subject)
        || credential.ref().kind() != CredentialKind.OAUTH_GRANT) {
      return List.of();
    }
    String id = credential.ref().id();
    int slash = id.indexOf('/');
    String person = id.substring(0, Math.max(slash, 0));
    String client = id.substring(slash + 1);
    if (!PERSON.matcher(person).matches() || !CLIENT.matcher(client).matches()) {
      return List.of(refused(credential, "the record does not say who let which application in"));
    }
    Map<String, String> arguments = arguments(subject, onePerson ? person : client);
    arguments.put(Arguments.CLIENT_ID, client);
    arguments.put(Arguments.PERSON, person);
    Principal owner = credential.principal();
    Principal application = new Principal(PrincipalType.APPLICATION, client, client, null, null);
    return List.of(
        new Binding.Bound(
            onePerson ? id : client,
            owner.account(),
            arguments,
            List.of(onePerson ? owner : application),
            null));
  }

  static List<Binding> person(Subject subject) {
    TokenEvent event = subject.event();
    if (!event.source().startsWith("workspace.")) {
      return List.of();
    }
    Principal target = event.target();
    Principal person =
        target != null && target.type() == PrincipalType.USER ? target : event.actor();
    String address = person.id();
    if (person.type() != PrincipalType.USER
        || address == null
        || !PERSON.matcher(address).matches()) {
      return List.of();
    }
    Map<String, String> arguments = arguments(subject, address);
    arguments.put(Arguments.PERSON, address);
    return List.of(new Binding.Bound(address, person.account(), arguments, List.of(person), null));
  }

  private static Map<String, String> arguments(Subject subject, String principal) {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, principal);
    return arguments;
  }

  private static boolean isGoogle(Subject subject) {
    String source = subject.event().source();
    return source.startsWith("gcp.") || source.startsWith("workspace.");
  }

  private static boolean isServiceAccount(String email) {
    return SERVICE_ACCOUNT.matcher(email).matches();
  }

  private static Binding refused(Credential credential, String reason) {
    return new Binding.Refused(
        clip(credential.ref().id()), credential.principal().account(), reason);
  }

  private static String clip(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
