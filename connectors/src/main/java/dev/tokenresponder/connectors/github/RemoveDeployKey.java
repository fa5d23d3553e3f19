package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Shell;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.connectors.github.DeployKeys.DeployKey;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Removes a deploy key. What was pushed or copied with it before stays so. The undo adds the same
 * public key again, under a new id (REST reference, "Deploy keys"). Permission: {@code
 * administration} of the repository.
 */
final class RemoveDeployKey implements ActionHandler, UndoHandler {
  private final Organization organization;
  private final DeployKeys keys;

  RemoveDeployKey(Organization organization) {
    this.organization = organization;
    this.keys = new DeployKeys(organization);
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> refusal = organization.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String repository = request.argument(Arguments.REPOSITORY);
    String fingerprint = request.argument(Arguments.FINGERPRINT);
    if (!organization.owns(repository)) {
      return new Preparation.Refused(repository + " is not of " + organization.login());
    }
    return keys.find(repository, fingerprint)
        .<Preparation>map(
            key ->
                new Preparation.Ready(
                    new Removal(repository, fingerprint, key, holder(repository, key))))
        .orElseGet(
            () ->
                new Preparation.Unchanged(
                    repository + " has no deploy key " + fingerprint + ", or no longer",
                    Undo.NOTHING));
  }

  /** Whoever added it, or else the repository: a deploy key is nobody's. */
  private Principal holder(String repository, DeployKey key) {
    return key.addedBy() == null
        ? new Principal(PrincipalType.RESOURCE, null, repository, organization.account(), null)
        : organization.person(DeployKeys.access(repository), key.addedBy());
  }

  /** A key that is there after all was added by a call whose answer was lost. */
  @Override
  public String undo(Undo undo, Instant now) {
    String repository = data(undo, "repository");
    String key = data(undo, "key");
    boolean readOnly = Boolean.parseBoolean(data(undo, "read_only"));
    String fingerprint =
        Fingerprint.of(key).orElseThrow(() -> ActionException.permanent("the key is not known"));
    if (!organization.owns(repository)) {
      throw ActionException.permanent(repository + " is not of " + organization.login());
    }
    if (keys.find(repository, fingerprint).isEmpty()
        && !keys.add(repository, undo.data().getOrDefault("title", ""), key, readOnly)
        && keys.find(repository, fingerprint).isEmpty()) {
      throw ActionException.permanent(
          "GitHub does not accept the key: it is in use elsewhere, or deploy keys are not allowed"
              + " (HTTP 422)");
    }
    ReadBack.until(() -> keys.find(repository, fingerprint).isPresent(), "that the key is there");
    DeployKey added = keys.find(repository, fingerprint).orElseThrow(RemoveDeployKey::gone);
    if (added.readOnly() != readOnly) {
      throw ActionException.permanent(
          "the key is there, but not with the rights it had: look at " + repository);
    }
    return "read back: deploy key " + fingerprint + " is on " + repository + " again";
  }

  private static ActionException gone() {
    return ActionException.retryable("the key was removed meanwhile", null);
  }

  private static String data(Undo undo, String name) {
    String value = undo.data().get(name);
    if (value == null) {
      throw ActionException.permanent(
          "it is not known what to add again: '" + name + "' is missing");
    }
    return value;
  }

  private static Undo undo(String repository, DeployKey key) {
    return new Undo(
        Shell.command(
            "gh",
            "api",
            "--method",
            "POST",
            "repos/" + repository + "/keys",
            "-f",
            "title=" + key.title(),
            "-f",
            "key=" + key.key(),
            "-F",
            "read_only=" + key.readOnly()),
        Map.of(
            "repository", repository,
            "title", key.title(),
            "key", key.key(),
            "read_only", String.valueOf(key.readOnly())));
  }

  private final class Removal implements Preparation.Change {
    private final String repository;
    private final String fingerprint;
    private final DeployKey key;
    private final Principal holder;

    Removal(String repository, String fingerprint, DeployKey key, Principal holder) {
      this.repository = repository;
      this.fingerprint = fingerprint;
      this.key = key;
      this.holder = holder;
    }

    @Override
    public Principal principal() {
      return holder;
    }

    @Override
    public String description() {
      return "remove the deploy key " + fingerprint + " from " + repository;
    }

    @Override
    public Undo undo() {
      return RemoveDeployKey.undo(repository, key);
    }

    @Override
    public void apply() {
      keys.remove(repository, key.id());
    }

    @Override
    public String verify() {
      ReadBack.until(() -> keys.find(repository, fingerprint).isEmpty(), "that the key is gone");
      return "read back: deploy key "
          + fingerprint
          + " is not on "
          + repository
          + "; what was read or pushed with it before is not taken back";
    }
  }
}
