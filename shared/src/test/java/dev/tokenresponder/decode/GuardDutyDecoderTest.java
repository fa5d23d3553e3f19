package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardDutyDecoderTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "null",
      value = {
        "IAMUser, arn:aws:iam::111122223333:user/ceo",
        "Root, arn:aws:iam::111122223333:root",
        "FederatedUser, null",
        "AWSAccount, null",
        "Directory, null",
      })
  void only_the_name_of_an_iam_user_says_whom_to_contain(String userType, String resource) {
    Credential credential =
        Objects.requireNonNull(event(userType, "AIDAEXAMPLEUSER123456").credential());

    assertThat(credential.principal().resource()).isEqualTo(resource);
  }

  @Test
  void the_session_of_a_role_is_known_by_its_principal_id() {
    Credential credential =
        Objects.requireNonNull(
            event("AssumedRole", "AROAEXAMPLEROLE123456:i-0abcd1234").credential());

    assertThat(credential.ref()).hasToString("session AROAEXAMPLEROLE123456:i-0abcd1234");
    assertThat(credential.principal().resource()).isEqualTo("arn:aws:iam::111122223333:role/ceo");
  }

  private static TokenEvent event(String userType, String principalId) {
    String finding =
        """
        {'schemaVersion':'2.0','id':'f-1','type':'UnauthorizedAccess:IAMUser/X','accountId':'111122223333',
         'updatedAt':'2026-08-10T10:00:00Z','service':{},
         'resource':{'accessKeyDetails':{'userType':'%s','userName':'ceo','principalId':'%s',
           'accessKeyId':'ASIAIOSFODNN7EXAMPLE'}}}
        """
            .formatted(userType, principalId)
            .replace('\'', '"');
    Decoded decoded =
        Decoders.decode(finding.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null).get(0);
    return ((Decoded.Event) decoded).event();
  }
}
