package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Shell;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.gcp.iam.ServiceAccounts.Account;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * Disables one key. Tokens that it brought before are not revoked (IAM, "Disable and enable service
 * account keys"), which the outcome says. Permissions: {@code iam.serviceAccountKeys.disable},
 * {@code get}, {@code iam.serviceAccounts.get}; {@code iam.serviceAccountKeys.enable} to undo.
 */
public final class DisableServiceAccountKey implements ActionHandler, UndoHandler {
  private static final String RESIDUE =
      "; tokens that it brought before live on until they run out";

  private final ServiceAccounts accounts;
  private final Clock clock;

  /** Disables by {@code accounts}; {@code clock} says how long a key may yet fail to show. */
  public DisableServiceAccountKey(ServiceAccounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String email = request.argument(Arguments.SERVICE_ACCOUNT);
    String id = request.argument(Arguments.KEY_ID);
    var account = accounts.account(request.account(), email);
    if (account.isEmpty()) {
      return Freshness.missing(request, "service account " + email, clock.instant());
    }
    var key = accounts.key(account.get(), id);
    if (key.isEmpty()) {
      return Freshness.missing(request, "key " + id + " of " + email, clock.instant());
    }
    if (key.get().managed()) {
      return new Preparation.Refused("key " + id + " is Google's own and cannot be disabled");
    }
    return key.get().disabled()
        ? new Preparation.Unchanged(
            "key " + id + " of " + email + " is disabled" + RESIDUE, Undo.NOTHING)
        : new Preparation.Ready(new KeyChange(account.get(), id));
  }

  @Override
  public String undo(Undo undo, Instant now) {
    Account account =
        accounts
            .account(undo.data().get("project"), undo.data().getOrDefault("service_account", ""))
            .orElseThrow(() -> ActionException.permanent("the service account is gone"));
    String key = undo.data().getOrDefault("key_id", "");
    accounts.enableKey(account, key);
    ReadBack.until(() -> !isDisabled(account, key), "that the key is enabled");
    return "read back: key " + key + " of " + account.email() + " is enabled";
  }

  private boolean isDisabled(Account account, String key) {
    return accounts
        .key(account, key)
        .orElseThrow(() -> ActionException.permanent("key " + key + " is gone"))
        .disabled();
  }

  private static Undo undo(Account account, String key) {
    return new Undo(
        Shell.command(
            "gcloud",
            "iam",
            "service-accounts",
            "keys",
            "enable",
            key,
            "--iam-account=" + account.email(),
            "--project=" + account.project()),
        Map.of("service_account", account.email(), "project", account.project(), "key_id", key));
  }

  private final class KeyChange implements Preparation.Change {
    private final Account account;
    private final String key;

    KeyChange(Account account, String key) {
      this.account = account;
      this.key = key;
    }

    @Override
    public Principal principal() {
      return account.principal();
    }

    @Override
    public String description() {
      return "disable key " + key + " of " + account.email();
    }

    @Override
    public Undo undo() {
      return DisableServiceAccountKey.undo(account, key);
    }

    @Override
    public void apply() {
      accounts.disableKey(account, key);
    }

    @Override
    public String verify() {
      ReadBack.until(() -> isDisabled(account, key), "that the key is disabled");
      return "read back: key " + key + " of " + account.email() + " is disabled" + RESIDUE;
    }
  }
}
