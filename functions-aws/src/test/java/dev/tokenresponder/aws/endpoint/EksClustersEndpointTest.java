package dev.tokenresponder.aws.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.EksClusters;
import dev.tokenresponder.aws.MemberAccounts;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters.Access;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.eks.model.Certificate;

/** Clusters found by DescribeCluster, and the question to STS that is the token. */
class EksClustersEndpointTest {
  private static final String OTHER = "444455556666";

  private static AwsClients clients;
  private static MemberAccounts accounts;
  private final String name = "c-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    clients = new AwsClients(AwsEndpoint.require(EksClustersEndpointTest.class));
    accounts =
        new MemberAccounts(
            clients, clients.sts().getCallerIdentity(), "token-responder", Clock.systemUTC());
  }

  @Test
  void a_cluster_is_found_with_its_endpoint_and_authority() {
    String certificate = create(clients.credentials()).data();

    Access access = clusters().access("eks/" + accounts.home() + "/" + name);

    assertThat(access.endpoint()).startsWith("https://").contains("eks.amazonaws.com");
    assertThat(access.certificate()).isEqualTo(certificate);
  }

  @Test
  void the_token_asks_sts_who_its_bearer_is() {
    create(clients.credentials());

    URI asked = question(clusters().access("eks/" + accounts.home() + "/" + name).token().get());

    assertThat(asked.getScheme()).isEqualTo("https");
    assertThat(asked.getHost()).matches("sts\\.[a-z0-9-]+\\.amazonaws\\.com");
    assertThat(asked.getQuery().split("&"))
        .contains(
            "Action=GetCallerIdentity",
            "Version=2011-06-15",
            "X-Amz-Expires=60",
            "X-Amz-SignedHeaders=host;x-k8s-aws-id");
    assertThat(isSignedBy(clients.credentials(), asked)).isTrue();
  }

  @Test
  void in_another_account_it_asks_as_the_member_role() {
    create(accounts.credentials(OTHER).orElseThrow());

    URI asked = question(clusters().access("eks/" + OTHER + "/" + name).token().get());

    assertThat(asked.getQuery()).contains("X-Amz-Security-Token=");
    assertThat(isSignedBy(accounts.credentials(OTHER).orElseThrow(), asked)).isTrue();
    assertThat(isSignedBy(clients.credentials(), asked)).isFalse();
  }

  @Test
  void one_that_is_not_there_and_an_account_that_is_not_reached_are_refused() {
    assertThatThrownBy(() -> clusters().access("eks/" + accounts.home() + "/" + name))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("there is no cluster");
    MemberAccounts alone =
        new MemberAccounts(clients, clients.sts().getCallerIdentity(), null, Clock.systemUTC());
    assertThatThrownBy(() -> new EksClusters(clients, alone).access("eks/" + OTHER + "/" + name))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining(MemberAccounts.SETTING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prod", "eks/1/prod", "eks/111122223333/", "eks/111122223333/a/../b", "gke/x"})
  void what_is_no_name_of_eks_is_not_asked_for(String cluster) {
    assertThatThrownBy(() -> clusters().access(cluster))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("eks/ACCOUNT/CLUSTER");
  }

  private static EksClusters clusters() {
    return new EksClusters(clients, accounts);
  }

  private Certificate create(AwsCredentialsProvider credentials) {
    try (var eks = clients.eks(credentials)) {
      return eks.createCluster(
              r ->
                  r.name(name)
                      .roleArn("arn:aws:iam::111122223333:role/cluster")
                      .resourcesVpcConfig(vpc -> vpc.subnetIds("subnet-1")))
          .cluster()
          .certificateAuthority();
    }
  }

  private static URI question(String token) {
    assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=");
    return URI.create(
        new String(
            Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())),
            StandardCharsets.UTF_8));
  }

  /**
   * Whether STS would believe it of whoever shows it with the name of the cluster (AWS IAM, "Create
   * a signed AWS API request").
   */
  private boolean isSignedBy(AwsCredentialsProvider provider, URI asked) {
    AwsCredentials credentials = provider.resolveCredentials();
    List<String> query = new ArrayList<>(List.of(asked.getRawQuery().split("&")));
    query.removeIf(pair -> pair.startsWith("X-Amz-Signature="));
    Collections.sort(query);
    String headers = "host:" + asked.getHost() + "\nx-k8s-aws-id:" + name + "\n";
    String request =
        String.join(
            "\n", "GET", "/", String.join("&", query), headers, "host;x-k8s-aws-id", sha256(""));
    String[] credential = parameter(asked, "X-Amz-Credential").split("/", 2);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            parameter(asked, "X-Amz-Date"),
            credential[1],
            sha256(request));
    byte[] key = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : credential[1].split("/")) {
      key = hmac(key, part);
    }
    return credential[0].equals(credentials.accessKeyId())
        && HexFormat.of().formatHex(hmac(key, text)).equals(parameter(asked, "X-Amz-Signature"));
  }

  private static String parameter(URI asked, String name) {
    return Arrays.stream(asked.getQuery().split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
