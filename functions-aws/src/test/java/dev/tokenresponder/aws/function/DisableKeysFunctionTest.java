package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.aws.iam.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lambda.DisableKeys.class)
class DisableKeysFunctionTest {

  @Test
  void disables_the_key_and_announces_it() {
    TestWiring.BUS.clear();
    TestWiring.IAM.keys.put("deploy-bot/" + Requests.KEY, true);
    TestWiring.IAM.addUser("deploy-bot", "AIDAEXAMPLEUSER123456");
    TestWiring.IAM.keyUsers.put(Requests.KEY, "deploy-bot");

    assertThat(Lambda.invoke(Lambda.requested(Requests.accessKey())).statusCode()).isEqualTo(200);

    assertThat(TestWiring.IAM.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
    assertThat(TestWiring.BUS)
        .singleElement()
        .satisfies(m -> assertThat(m.detail()).contains("\"done\"", "is inactive"));
  }

  @Test
  void does_not_revoke_sessions() {
    assertThat(Lambda.invoke(Lambda.requested(Requests.roleSession())).statusCode()).isEqualTo(500);
  }
}
