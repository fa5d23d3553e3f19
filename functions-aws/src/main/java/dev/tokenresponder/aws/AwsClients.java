package dev.tokenresponder.aws;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Builds the SDK clients, all over one small HTTP client. Credentials and region come from where
 * the AWS SDK looks for them.
 */
public final class AwsClients {
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(2))
          .socketTimeout(Duration.ofSeconds(10))
          .build();
  private final @Nullable URI endpoint;
  private final AwsCredentialsProvider credentials;

  /**
   * @param endpoint another address than AWS's own, such as an emulator's; when it is on this
   *     machine and no credentials are configured, made-up ones are used
   */
  public AwsClients(@Nullable URI endpoint) {
    this.endpoint = endpoint;
    this.credentials =
        endpoint != null && isLoopback(endpoint)
            ? emulatorCredentials()
            : DefaultCredentialsProvider.builder().build();
  }

  /** IAM. */
  public IamClient iam() {
    return configure(IamClient.builder()).region(Region.AWS_GLOBAL).build();
  }

  /** IAM, with other credentials than the ones at hand. */
  public IamClient iam(AwsCredentialsProvider others) {
    return configure(IamClient.builder())
        .credentialsProvider(others)
        .region(Region.AWS_GLOBAL)
        .build();
  }

  /**
   * IAM Identity Center's administration.
   *
   * @param others other credentials than the ones at hand; null for these
   * @param where another region than the one at hand; null for that
   */
  public SsoAdminClient identityCenter(
      @Nullable AwsCredentialsProvider others, @Nullable Region where) {
    return configure(SsoAdminClient.builder())
        .credentialsProvider(others == null ? credentials : others)
        .region(where == null ? region() : where)
        .build();
  }

  /** STS, in the region at hand. */
  public StsClient sts() {
    return configure(StsClient.builder()).region(region()).build();
  }

  /** EKS, in the region at hand, with other credentials than the ones at hand. */
  public EksClient eks(AwsCredentialsProvider others) {
    return configure(EksClient.builder()).credentialsProvider(others).region(region()).build();
  }

  /** The credentials at hand. */
  public AwsCredentialsProvider credentials() {
    return credentials;
  }

  /** Secrets Manager, in one region. */
  public SecretsManagerClient secrets(Region where) {
    return configure(SecretsManagerClient.builder()).region(where).build();
  }

  /** SNS, in the region at hand. */
  public SnsClient sns() {
    return configure(SnsClient.builder()).region(region()).build();
  }

  /** SQS, in the region at hand. */
  public SqsClient sqs() {
    return configure(SqsClient.builder()).region(region()).build();
  }

  /** EventBridge, in the region at hand. */
  public EventBridgeClient eventBridge() {
    return configure(EventBridgeClient.builder()).region(region()).build();
  }

  /** DynamoDB, in the region at hand. */
  public DynamoDbClient dynamoDb() {
    return configure(DynamoDbClient.builder()).region(region()).build();
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B configure(
      B builder) {
    builder.httpClient(http).credentialsProvider(credentials);
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder;
  }

  /** The region at hand; us-east-1 where none is configured. */
  static Region region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }

  private static AwsCredentialsProvider emulatorCredentials() {
    return AwsCredentialsProviderChain.of(
        EnvironmentVariableCredentialsProvider.create(),
        ProfileCredentialsProvider.create(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  private static boolean isLoopback(URI endpoint) {
    try {
      return endpoint.getHost() != null
          && InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
