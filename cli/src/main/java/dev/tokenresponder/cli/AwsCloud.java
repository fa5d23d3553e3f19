package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.aws.EksClusters;
import dev.tokenresponder.aws.IdentityCenterAccess;
import dev.tokenresponder.aws.MemberAccounts;
import dev.tokenresponder.aws.OwnIdentity;
import dev.tokenresponder.aws.iam.AwsHandlers;
import dev.tokenresponder.aws.iam.IamTags;
import dev.tokenresponder.aws.iam.Pace;
import dev.tokenresponder.aws.iam.SdkIam;
import dev.tokenresponder.aws.iam.Widening;
import dev.tokenresponder.aws.messaging.SnsNotifier;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.TagLookup;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** AWS, or what answers like it at another address, in the account of the credentials at hand. */
final class AwsCloud implements Cloud {
  private final AwsClients clients;
  private final SdkIam iam;
  private final Policy policy;
  private final @Nullable String topic;
  private final GetCallerIdentityResponse self;

  /**
   * @param endpoint null for AWS itself
   * @param policy names the SNS topic for owners; without one it is only shown what they would be
   *     told
   * @throws ActionException when the account cannot be reached or is not let in
   */
  AwsCloud(@Nullable URI endpoint, Policy policy) {
    this.clients = new AwsClients(endpoint);
    this.policy = policy;
    this.topic = policy.notifications().snsTopic();
    this.self = whoAmI();
    this.iam = new SdkIam(clients.iam(), self::account);
  }

  @Override
  public void prepareFor(TokenEvent event) {
    // a real account has what it has
  }

  @Override
  public List<Exemption> self() {
    List<Exemption> own = new ArrayList<>(OwnIdentity.exemptions(self.arn()));
    own.addAll(
        OwnIdentity.members(self.arn(), System.getenv(MemberAccounts.SETTING), policy.accounts()));
    return own;
  }

  @Override
  public Map<String, ActionHandler> handlers() {
    MemberAccounts accounts = accounts();
    return AwsHandlers.containment(
        accounts,
        new IdentityCenterAccess(clients, accounts, System.getenv()),
        Pace.SHARED,
        Widening.under(policy.exempting(self())));
  }

  @Override
  public Map<String, ManagedClusters> clusters() {
    return Map.of("eks", new EksClusters(clients, accounts()));
  }

  private MemberAccounts accounts() {
    return new MemberAccounts(
        clients, self, System.getenv(MemberAccounts.SETTING), Clock.systemUTC());
  }

  @Override
  public TagLookup tags() {
    return new IamTags(iam);
  }

  @Override
  public Notifier notifier() {
    return topic == null
        ? (owners, message) -> "sent nowhere, the policy names no topic"
        : new SnsNotifier(clients.sns(), topic);
  }

  @Override
  public List<String> stateOf(ActionRequest request) {
    return List.of();
  }

  private GetCallerIdentityResponse whoAmI() {
    try {
      return clients.sts().getCallerIdentity();
    } catch (SdkException e) {
      throw AwsErrors.of("ask AWS which account these credentials are for", e);
    }
  }
}
