package dev.tokenresponder.gcp.iam;

import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.DisableServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.DisableServiceAccountRequest;
import com.google.api.services.iam.v1.model.EnableServiceAccountKeyRequest;
import com.google.api.services.iam.v1.model.EnableServiceAccountRequest;
import com.google.api.services.iam.v1.model.ServiceAccount;
import com.google.api.services.iam.v1.model.ServiceAccountKey;
import dev.tokenresponder.gcp.GoogleErrors;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * IAM itself (IAM REST reference, {@code projects.serviceAccounts}, {@code
 * projects.serviceAccounts.keys}).
 */
public final class SdkServiceAccounts implements ServiceAccounts {
  private final Iam iam;

  /** Asks {@code iam}. */
  public SdkServiceAccounts(Iam iam) {
    this.iam = iam;
  }

  /** With a wildcard for the project, IAM answers 403 instead of 404 for what is not there. */
  @Override
  public Optional<Account> account(@Nullable String project, String email) {
    try {
      String place = "projects/" + (project == null ? "-" : project);
      ServiceAccount account =
          iam.projects().serviceAccounts().get(place + "/serviceAccounts/" + email).execute();
      return Optional.of(
          new Account(
              account.getEmail(),
              account.getProjectId(),
              account.getUniqueId(),
              Boolean.TRUE.equals(account.getDisabled())));
    } catch (IOException e) {
      return absent("look at service account " + email, e);
    }
  }

  @Override
  public void disable(Account account) {
    run(
        "disable service account " + account.email(),
        () ->
            iam.projects()
                .serviceAccounts()
                .disable(name(account), new DisableServiceAccountRequest())
                .execute());
  }

  @Override
  public void enable(Account account) {
    run(
        "enable service account " + account.email(),
        () ->
            iam.projects()
                .serviceAccounts()
                .enable(name(account), new EnableServiceAccountRequest())
                .execute());
  }

  @Override
  public Optional<Key> key(Account account, String key) {
    try {
      ServiceAccountKey found =
          iam.projects().serviceAccounts().keys().get(name(account, key)).execute();
      return Optional.of(
          new Key(
              Boolean.TRUE.equals(found.getDisabled()),
              "SYSTEM_MANAGED".equals(found.getKeyType())));
    } catch (IOException e) {
      return absent("look at key " + key + " of " + account.email(), e);
    }
  }

  @Override
  public void disableKey(Account account, String key) {
    run(
        "disable key " + key + " of " + account.email(),
        () ->
            iam.projects()
                .serviceAccounts()
                .keys()
                .disable(name(account, key), new DisableServiceAccountKeyRequest())
                .execute());
  }

  @Override
  public void enableKey(Account account, String key) {
    run(
        "enable key " + key + " of " + account.email(),
        () ->
            iam.projects()
                .serviceAccounts()
                .keys()
                .enable(name(account, key), new EnableServiceAccountKeyRequest())
                .execute());
  }

  private static String name(Account account) {
    return "projects/" + account.project() + "/serviceAccounts/" + account.email();
  }

  private static String name(Account account, String key) {
    return name(account) + "/keys/" + key;
  }

  private static <T> Optional<T> absent(String what, IOException e) {
    if (GoogleErrors.isNotFound(e)) {
      return Optional.empty();
    }
    throw GoogleErrors.of(what, e);
  }

  private interface Call {
    Object execute() throws IOException;
  }

  private static void run(String what, Call call) {
    try {
      call.execute();
    } catch (IOException e) {
      throw GoogleErrors.of(what, e);
    }
  }
}
