package dev.tokenresponder.aws;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Clusters of EKS in the region at hand, named {@code eks/ACCOUNT/CLUSTER}. Permission: {@code
 * eks:DescribeCluster}; the role at hand, or in another account the member role, needs an access
 * entry in the cluster (Amazon EKS, "Grant IAM users access to Kubernetes with EKS access
 * entries").
 */
public final class EksClusters implements ManagedClusters {
  private static final Pattern NAME =
      Pattern.compile("eks/(?<account>[0-9]{12})/(?<name>[0-9A-Za-z][A-Za-z0-9_-]{0,99})");

  /** As the AWS CLI gives it ("aws eks get-token"); EKS itself takes a token for 15 minutes. */
  private static final Duration LIFE = Duration.ofSeconds(60);

  private final AwsClients clients;
  private final MemberAccounts accounts;

  /** Asks as the accounts' own identities. */
  public EksClusters(AwsClients clients, MemberAccounts accounts) {
    this.clients = clients;
    this.accounts = accounts;
  }

  @Override
  public Access access(String cluster) {
    Matcher name = NAME.matcher(cluster);
    if (!name.matches()) {
      throw ActionException.permanent(
          "cluster '" + cluster + "' is not eks/ACCOUNT/CLUSTER, and cannot be one of EKS");
    }
    Cluster found = describe(name.group("name"), credentials(name.group("account")));
    if (found.endpoint() == null || found.certificateAuthority() == null) {
      throw ActionException.retryable("cluster '" + cluster + "' is not active yet", null);
    }
    return new Access(
        found.endpoint(),
        found.certificateAuthority().data(),
        () -> token(name.group("name"), credentials(name.group("account"))));
  }

  private AwsCredentialsProvider credentials(String account) {
    return accounts
        .credentials(account)
        .orElseThrow(
            () ->
                ActionException.permanent(
                    "account "
                        + account
                        + " is not the responder's own; "
                        + MemberAccounts.SETTING
                        + " names the role to assume there"));
  }

  private Cluster describe(String name, AwsCredentialsProvider credentials) {
    try (EksClient eks = clients.eks(credentials)) {
      return eks.describeCluster(r -> r.name(name)).cluster();
    } catch (ResourceNotFoundException e) {
      throw ActionException.permanent(
          "there is no cluster '" + name + "' in " + AwsClients.region(), e);
    } catch (SdkException e) {
      throw AwsErrors.of("find cluster " + name, e);
    }
  }

  /** A signed question to STS, who asks: EKS puts it for the bearer and believes the answer. */
  private static String token(String cluster, AwsCredentialsProvider credentials) {
    Region region = AwsClients.region();
    URI sts = URI.create("https://" + StsClient.serviceMetadata().endpointFor(region) + "/");
    SdkHttpRequest question =
        SdkHttpRequest.builder()
            .uri(sts)
            .method(SdkHttpMethod.GET)
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15")
            .putHeader("x-k8s-aws-id", cluster)
            .build();
    String signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials.resolveCredentials())
                        .request(question)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, LIFE))
            .request()
            .getUri()
            .toString();
    return "k8s-aws-v1."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(signed.getBytes(StandardCharsets.UTF_8));
  }
}
