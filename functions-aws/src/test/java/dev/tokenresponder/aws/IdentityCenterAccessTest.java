package dev.tokenresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.iam.IdentityCenter;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class IdentityCenterAccessTest {
  private static final String NAME = "TOKEN_RESPONDER_IDENTITY_CENTER";
  private static final String ARN = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
  private static final AwsClients NOWHERE = new AwsClients(URI.create("http://127.0.0.1:9"));

  @Test
  void without_a_setting_there_is_no_instance_to_change() {
    assertThat(access(Map.of()).get()).isEmpty();
    assertThat(access(Map.of(NAME, " ")).get()).isEmpty();
  }

  @Test
  void the_instance_is_looked_for_in_the_region_that_is_named() {
    IdentityCenter center =
        access(Map.of(NAME, ARN, NAME + "_REGION", "eu-central-1")).get().orElseThrow();

    assertThat(center.instance()).isEqualTo(ARN);
    assertThat(center.region()).isEqualTo("eu-central-1");
  }

  @Test
  void the_own_account_needs_no_member_role_and_another_does() {
    assertThat(access(Map.of(NAME, ARN, NAME + "_ACCOUNT", "111122223333")).get()).isPresent();
    assertThatThrownBy(() -> access(Map.of(NAME, ARN, NAME + "_ACCOUNT", "444455556666")).get())
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("TOKEN_RESPONDER_MEMBER_ROLE");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ssoins-0123456789abcdef",
    "'', arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef",
    "_REGION, eu-central-1.example.com",
    "_ACCOUNT, everywhere",
  })
  void a_setting_that_is_none_stops_the_start(String setting, String value) {
    assertThatThrownBy(() -> access(Map.of(NAME + setting, value)))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining(NAME + setting + " is not");
  }

  private static IdentityCenterAccess access(Map<String, String> environment) {
    GetCallerIdentityResponse self =
        GetCallerIdentityResponse.builder()
            .account("111122223333")
            .arn("arn:aws:iam::111122223333:user/responder")
            .build();
    return new IdentityCenterAccess(
        NOWHERE, new MemberAccounts(NOWHERE, self, null, Clock.systemUTC()), environment);
  }
}
