package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.aws.OwnIdentity;
import dev.tokenresponder.aws.metrics.EmbeddedMetrics;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.policy.PolicyException;
import dev.tokenresponder.respond.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @Test
  void without_a_policy_nothing_starts() {
    assertThatThrownBy(() -> new Settings(Map.of()).policy())
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("TOKEN_RESPONDER_POLICY");
    assertThatThrownBy(() -> new Settings(Map.of("TOKEN_RESPONDER_POLICY", "/none.yml")).policy())
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void without_a_namespace_there_are_no_metrics() {
    Clock clock = Clock.systemUTC();

    assertThat(new Settings(Map.of()).metrics(clock)).isSameAs(Metrics.NONE);
    assertThat(new Settings(Map.of("TOKEN_RESPONDER_METRICS", " ")).metrics(clock))
        .isSameAs(Metrics.NONE);
    assertThat(new Settings(Map.of("TOKEN_RESPONDER_METRICS", "example")).metrics(clock))
        .isInstanceOf(EmbeddedMetrics.class);
  }

  @Test
  void clusters_that_are_believed_are_named_in_full() {
    assertThat(new Settings(Map.of()).trustedClusters()).isEmpty();
    assertThat(
            new Settings(
                    Map.of(
                        "TOKEN_RESPONDER_TRUSTED_CLUSTERS",
                        "eks/111122223333/shop, eks/111122223333/test"))
                .trustedClusters())
        .containsExactly("eks/111122223333/shop", "eks/111122223333/test");
    assertThatThrownBy(
            () ->
                new Settings(Map.of("TOKEN_RESPONDER_TRUSTED_CLUSTERS", "shop")).trustedClusters())
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("'shop', which is not eks/ACCOUNT/CLUSTER");
  }

  @Test
  void the_responders_own_roles_are_exempt(@TempDir Path folder) throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "version: 1\n");
    Settings settings =
        new Settings(
            Map.of(
                "TOKEN_RESPONDER_POLICY",
                policy.toString(),
                "TOKEN_RESPONDER_OWN_ROLES",
                "arn:aws:iam::111122223333:role/evaluate, arn:aws:iam::111122223333:role/act"));

    assertThat(settings.policy().exemption(role("act"))).isPresent();
    assertThat(settings.policy().exemption(role("app-server"))).isEmpty();
  }

  @Test
  void the_member_role_is_exempt_in_each_account_of_the_policy(@TempDir Path folder)
      throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "version: 1\naccounts: ['111122223333']\n");
    Settings settings =
        new Settings(
            Map.of(
                "TOKEN_RESPONDER_POLICY",
                policy.toString(),
                "TOKEN_RESPONDER_MEMBER_ROLE",
                "member"));

    assertThat(settings.policy().exemption(role("member"))).isPresent();
    assertThat(settings.policy().exemption(role("app-server"))).isEmpty();
  }

  @Test
  void of_the_session_a_function_runs_as_the_role_is_exempt() {
    assertThat(OwnIdentity.exemptions("arn:aws:sts::111122223333:assumed-role/act/token-responder"))
        .extracting(exemption -> exemption.arn())
        .containsExactly("arn:aws:iam::111122223333:role/act");
    assertThat(OwnIdentity.exemptions("arn:aws:sts::111122223333:federated-user/x")).isEmpty();
  }

  private static Principal role(String name) {
    return new Principal(PrincipalType.ROLE, null, name, "111122223333", null);
  }
}
