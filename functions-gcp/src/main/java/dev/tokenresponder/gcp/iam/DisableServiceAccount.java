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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Disables a service account, which is the one way to refuse a token that is already out. Enabled
 * again, such a token works again (IAM, "Disable service accounts"), so the undo is refused until
 * the last one that can have been issued has run out. Permissions: {@code
 * iam.serviceAccounts.disable}, {@code get}; {@code iam.serviceAccounts.enable} to undo.
 */
public final class DisableServiceAccount implements ActionHandler, UndoHandler {
  /** How long a token may still be issued (IAM, "Access change propagation"). */
  private static final Duration SPREADING = Duration.ofMinutes(10);

  private final ServiceAccounts accounts;
  private final Duration tokenLifetime;
  private final Clock clock;

  /**
   * @param tokenLifetime how long a token may live
   */
  public DisableServiceAccount(ServiceAccounts accounts, Duration tokenLifetime, Clock clock) {
    this.accounts = accounts;
    this.tokenLifetime = tokenLifetime;
    this.clock = clock;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String email = request.argument(Arguments.SERVICE_ACCOUNT);
    var account = accounts.account(request.account(), email);
    if (account.isEmpty()) {
      return Freshness.missing(request, "service account " + email, clock.instant());
    }
    return account.get().disabled()
        ? new Preparation.Unchanged("service account " + email + " is disabled", Undo.NOTHING)
        : new Preparation.Ready(
            new AccountChange(account.get(), clock.instant().plus(SPREADING).plus(tokenLifetime)));
  }

  @Override
  public String undo(Undo undo, Instant now) {
    Instant notBefore = notBefore(undo);
    if (now.isBefore(notBefore)) {
      throw ActionException.permanent(
          "not before "
              + notBefore
              + ": a token that was issued before the account was disabled would work again");
    }
    String email = undo.data().getOrDefault("service_account", "");
    Account account =
        accounts
            .account(undo.data().get("project"), email)
            .orElseThrow(() -> ActionException.permanent("service account " + email + " is gone"));
    accounts.enable(account);
    ReadBack.until(() -> !isDisabled(account), "that the account is enabled");
    return "read back: service account " + email + " is enabled";
  }

  private static Instant notBefore(Undo undo) {
    try {
      return Instant.parse(undo.data().getOrDefault("not_before", ""));
    } catch (DateTimeException e) {
      throw ActionException.permanent("it is not known when its last token runs out", e);
    }
  }

  private boolean isDisabled(Account account) {
    return accounts
        .account(account.project(), account.email())
        .orElseThrow(() -> ActionException.permanent(account.email() + " is gone"))
        .disabled();
  }

  private static Undo undo(Account account, Instant notBefore) {
    return new Undo(
        Shell.command(
            "gcloud",
            "iam",
            "service-accounts",
            "enable",
            account.email(),
            "--project=" + account.project()),
        Map.of(
            "service_account", account.email(),
            "project", account.project(),
            "not_before", notBefore.toString()));
  }

  private final class AccountChange implements Preparation.Change {
    private final Account account;
    private final Instant notBefore;

    AccountChange(Account account, Instant notBefore) {
      this.account = account;
      this.notBefore = notBefore;
    }

    @Override
    public Principal principal() {
      return account.principal();
    }

    @Override
    public String description() {
      return "disable service account " + account.email();
    }

    @Override
    public Undo undo() {
      return DisableServiceAccount.undo(account, notBefore);
    }

    @Override
    public void apply() {
      accounts.disable(account);
    }

    @Override
    public String verify() {
      ReadBack.until(() -> isDisabled(account), "that the account is disabled");
      return "read back: service account "
          + account.email()
          + " is disabled; its tokens and keys are refused; do not enable it before "
          + notBefore
          + ", or a stolen token works again";
    }
  }
}
