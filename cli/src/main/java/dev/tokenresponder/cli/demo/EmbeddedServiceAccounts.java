package dev.tokenresponder.cli.demo;

import dev.tokenresponder.gcp.iam.ServiceAccounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Service accounts in memory: those that were put in. */
public final class EmbeddedServiceAccounts implements ServiceAccounts {
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<String, Boolean> disabledKeys = new TreeMap<>();

  /** Puts in an account. */
  public void add(String email, String project) {
    accounts.putIfAbsent(email, new Account(email, project, "1000", false));
  }

  /** Puts in a key of an account. */
  public void addKey(String email, String key) {
    disabledKeys.putIfAbsent(email + "/keys/" + key, false);
  }

  @Override
  public Optional<Account> account(@Nullable String project, String email) {
    return Optional.ofNullable(accounts.get(email));
  }

  @Override
  public void disable(Account account) {
    put(account, true);
  }

  @Override
  public void enable(Account account) {
    put(account, false);
  }

  private void put(Account account, boolean disabled) {
    accounts.put(
        account.email(),
        new Account(account.email(), account.project(), account.uniqueId(), disabled));
  }

  @Override
  public Optional<Key> key(Account account, String key) {
    return Optional.ofNullable(disabledKeys.get(account.email() + "/keys/" + key))
        .map(disabled -> new Key(disabled, false));
  }

  @Override
  public void disableKey(Account account, String key) {
    disabledKeys.put(account.email() + "/keys/" + key, true);
  }

  @Override
  public void enableKey(Account account, String key) {
    disabledKeys.put(account.email() + "/keys/" + key, false);
  }

  /** An account and its keys, one fact per line. */
  public List<String> describe(String email) {
    List<String> lines = new ArrayList<>();
    account(null, email)
        .ifPresent(
            account ->
                lines.add(
                    "service account "
                        + email
                        + ": "
                        + (account.disabled() ? "disabled, its tokens are refused" : "enabled")));
    disabledKeys.forEach(
        (name, disabled) -> {
          if (name.startsWith(email + "/keys/")) {
            lines.add("key " + name + ": " + (disabled ? "disabled" : "enabled"));
          }
        });
    return lines;
  }
}
