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
 * How the actions on GitHub find their target. Names become part of addresses, so only their
 * documented shapes pass (GitHub Docs, "Username considerations for external authentication",
 * "Creating a new repository"). A token is found by the id that the audit log gives it; one of
 * which the log tells only the digest cannot be found (REST reference, "Organizations", "Personal
 * access tokens").
 */
final class GitHubBindings {
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern ORGANIZATION = Pattern.compile("[A-Za-z0-9](-?[A-Za-z0-9]){0,38}");
  private static final Pattern REPOSITORY =
      Pattern.compile("([A-Za-z0-9](?:-?[A-Za-z0-9]){0,38})/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  private GitHubBindings() {}

  static List<Binding> classicToken(Subject subject) {
    return token(
        subject, "personal-access-token-classic", "org_credential_authorization.grant", "/tokens/");
  }

  static List<Binding> fineGrainedToken(Subject subject) {
    return token(
        subject,
        "fine-grained-personal-access-token",
        "personal_access_token.access_granted",
        "/fine-grained-tokens/");
  }

  /** The token that was used, where the record says that it is of this kind; or the one issued. */
  private static List<Binding> token(
      Subject subject, String protocol, String issuance, String between) {
    TokenEvent event = subject.event();
    Credential credential = key(subject);
    if (credential == null) {
      return List.of();
    }
    boolean issued = credential.equals(event.issued());
    if (!(issued ? issuance.equals(event.name()) : protocol.equals(event.client().protocol()))) {
      return List.of();
    }
    Principal holder = credential.principal();
    String login = holder.name();
    String id = credential.ref().id();
    if (holder.type() != PrincipalType.USER || login == null || !LOGIN.matcher(login).matches()) {
      return List.of(refused(subject, id, "the record does not say whose token it is"));
    }
    if (!ID.matcher(id).matches()) {
      return List.of(
          refused(subject, id, "the record names the token by its digest, GitHub by its id"));
    }
    Map<String, String> which = new TreeMap<>();
    which.put(Arguments.LOGIN, login);
    which.put(Arguments.TOKEN_ID, id);
    String number = String.valueOf(holder.id());
    if (ID.matcher(number).matches()) {
      which.put(Arguments.USER_ID, number);
    }
    return bound(subject, login + between + id, holder, which);
  }

  /** Only one that was just added: what else the log says of deploy keys does not tell which. */
  static List<Binding> deployKey(Subject subject) {
    TokenEvent event = subject.event();
    Credential credential = key(subject);
    Principal target = event.target();
    if (credential == null
        || !credential.equals(event.issued())
        || !event.name().equals("public_key.create")
        || target == null
        || target.type() != PrincipalType.RESOURCE) {
      return List.of();
    }
    String fingerprint = credential.ref().id();
    String repository = String.valueOf(target.name());
    var shape = REPOSITORY.matcher(repository);
    if (!FINGERPRINT.matcher(fingerprint).matches() || !shape.matches()) {
      return List.of(
          refused(subject, fingerprint, "the record does not say which key of which repository"));
    }
    if (!shape.group(1).equalsIgnoreCase(event.account())) {
      return List.of(
          refused(
              subject, repository, "the record names one organization and another's repository"));
    }
    return bound(
        subject,
        repository + "/keys/" + fingerprint,
        credential.principal(),
        Map.of(Arguments.REPOSITORY, repository, Arguments.FINGERPRINT, fingerprint));
  }

  private static @Nullable Credential key(Subject subject) {
    Credential credential = subject.credential();
    return credential != null
            && subject.event().source().equals("github.audit")
            && credential.ref().kind() == CredentialKind.KEY
        ? credential
        : null;
  }

  /** GitHub's principals are the organization's for exemptions, whoever they work for. */
  private static List<Binding> bound(
      Subject subject, String target, Principal holder, Map<String, String> which) {
    String organization = subject.event().account();
    if (organization == null || !ORGANIZATION.matcher(organization).matches()) {
      return List.of(refused(subject, target, "the record does not say in which organization"));
    }
    Map<String, String> arguments = new TreeMap<>(which);
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, holder.display());
    Principal affected =
        new Principal(
            holder.type(),
            holder.id(),
            holder.name(),
            organization.toLowerCase(Locale.ROOT),
            holder.resource());
    return List.of(
        new Binding.Bound(
            target, organization.toLowerCase(Locale.ROOT), arguments, List.of(affected), null));
  }

  private static Binding refused(Subject subject, String target, String reason) {
    String clipped = target.length() > 200 ? target.substring(0, 200) + "…" : target;
    return new Binding.Refused(clipped, subject.event().account(), reason);
  }
}
