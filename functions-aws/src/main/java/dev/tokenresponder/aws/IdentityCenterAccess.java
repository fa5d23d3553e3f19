package dev.tokenresponder.aws;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.iam.IdentityCenter;
import dev.tokenresponder.aws.iam.SdkIdentityCenter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;

/**
 * The instance of IAM Identity Center that the environment names. It is in the organization's
 * management account, and can be changed there or from the delegated administrator's account (IAM
 * Identity Center User Guide, "Delegated administration"); another account than the own is acted in
 * through the member role.
 *
 * <ul>
 *   <li>{@code TOKEN_RESPONDER_IDENTITY_CENTER}: its ARN; without it there is none.
 *   <li>{@code TOKEN_RESPONDER_IDENTITY_CENTER_REGION}: its region; the one at hand when absent.
 *   <li>{@code TOKEN_RESPONDER_IDENTITY_CENTER_ACCOUNT}: the account to change it from; the own
 *       when absent.
 * </ul>
 */
public final class IdentityCenterAccess implements Supplier<Optional<IdentityCenter>> {
  private static final String SETTING = "TOKEN_RESPONDER_IDENTITY_CENTER";

  /** IAM Identity Center API reference, {@code InstanceArn}. */
  private static final Pattern INSTANCE =
      Pattern.compile("arn:aws[a-z-]*:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}");

  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private final AwsClients clients;
  private final MemberAccounts accounts;
  private final @Nullable String instance;
  private final @Nullable String region;
  private final @Nullable String account;

  /**
   * Reads the environment.
   *
   * @throws ActionException as permanent when a setting has not the shape it must have
   */
  public IdentityCenterAccess(
      AwsClients clients, MemberAccounts accounts, Map<String, String> environment) {
    this.clients = clients;
    this.accounts = accounts;
    this.instance = setting(environment, SETTING, INSTANCE, "the ARN of an instance");
    this.region = setting(environment, SETTING + "_REGION", REGION, "a region");
    this.account = setting(environment, SETTING + "_ACCOUNT", ACCOUNT, "the id of an account");
  }

  /**
   * The instance.
   *
   * @throws ActionException when its account cannot be acted in
   */
  @Override
  public Optional<IdentityCenter> get() {
    if (instance == null) {
      return Optional.empty();
    }
    SsoAdminClient client =
        clients.identityCenter(credentials(), region == null ? null : Region.of(region));
    String where = client.serviceClientConfiguration().region().id();
    return Optional.of(new SdkIdentityCenter(client, instance, where));
  }

  private @Nullable AwsCredentialsProvider credentials() {
    if (account == null || account.equals(accounts.home())) {
      return null;
    }
    return accounts
        .credentials(account)
        .orElseThrow(
            () ->
                ActionException.permanent(
                    "the account of IAM Identity Center cannot be acted in; set "
                        + MemberAccounts.SETTING));
  }

  private static @Nullable String setting(
      Map<String, String> environment, String name, Pattern shape, String what) {
    String value = environment.getOrDefault(name, "").strip();
    if (!value.isEmpty() && !shape.matcher(value).matches()) {
      throw ActionException.permanent(name + " is not " + what);
    }
    return value.isEmpty() ? null : value;
  }
}
