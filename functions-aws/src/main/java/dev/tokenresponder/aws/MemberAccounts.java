package dev.tokenresponder.aws;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.iam.Iam;
import dev.tokenresponder.aws.iam.Iams;
import dev.tokenresponder.aws.iam.SdkIam;
import dev.tokenresponder.event.Arn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The responder's own account, and through a role of one name that each of them has, other
 * accounts. Permission, only where such a role is named: {@code sts:AssumeRole} on it.
 */
public final class MemberAccounts implements Iams {
  /** The environment variable with the role's name, without path. */
  public static final String SETTING = "TOKEN_RESPONDER_MEMBER_ROLE";

  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final AwsClients clients;
  private final Iam home;
  private final String partition;
  private final @Nullable String role;
  private final Clock clock;
  private final Map<String, Member> members = new ConcurrentHashMap<>();

  private record Member(Iam iam, AwsCredentialsProvider credentials, Instant until) {}

  /**
   * @param self whom the clients' credentials are for
   * @param role the name of the member role; null or blank for the own account alone
   * @throws ActionException as permanent when that is not the name of a role
   */
  public MemberAccounts(
      AwsClients clients, GetCallerIdentityResponse self, @Nullable String role, Clock clock) {
    this.clients = clients;
    this.home = new SdkIam(clients.iam(), self::account);
    this.partition = Arn.parse(self.arn()).map(Arn::partition).orElse("aws");
    this.role = role == null || role.isBlank() ? null : role.strip();
    this.clock = clock;
    if (this.role != null && !ROLE_NAME.matcher(this.role).matches()) {
      throw ActionException.permanent(SETTING + " is not the name of a role, without its path");
    }
  }

  @Override
  public Optional<Iam> in(@Nullable String account) {
    return home.account().equals(account) ? Optional.of(home) : member(account).map(Member::iam);
  }

  /** Credentials for another account than the own; empty when it is not to be acted in. */
  Optional<AwsCredentialsProvider> credentials(String account) {
    return member(account).map(Member::credentials);
  }

  private Optional<Member> member(@Nullable String account) {
    if (role == null || account == null || !ACCOUNT.matcher(account).matches()) {
      return Optional.empty();
    }
    Member member =
        members.compute(
            account,
            (key, there) ->
                there != null && clock.instant().isBefore(there.until()) ? there : assume(key));
    return Optional.of(member);
  }

  @Override
  public String home() {
    return home.account();
  }

  @Override
  public boolean isOurs(String roleName) {
    return roleName.equalsIgnoreCase(role);
  }

  private Member assume(String account) {
    String arn = "arn:" + partition + ":iam::" + account + ":role/" + role;
    AssumeRoleResponse answer;
    try {
      answer =
          clients
              .sts()
              .assumeRole(
                  r ->
                      r.roleArn(arn)
                          .roleSessionName("token-responder")
                          .durationSeconds((int) LIFE.toSeconds()));
    } catch (SdkException e) {
      throw AwsErrors.of("assume role " + arn, e);
    }
    String actual =
        Arn.parse(answer.assumedRoleUser().arn()).map(Arn::account).orElse("an unknown one");
    if (!actual.equals(account)) {
      throw ActionException.permanent(
          "role " + arn + " led to account " + actual + "; nothing is done there");
    }
    AwsCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                answer.credentials().accessKeyId(),
                answer.credentials().secretAccessKey(),
                answer.credentials().sessionToken()));
    return new Member(
        new SdkIam(clients.iam(credentials), () -> account),
        credentials,
        answer.credentials().expiration().minus(EARLY));
  }
}
