package dev.tokenresponder.connectors.inbound;

import static dev.tokenresponder.connectors.inbound.Posts.OLD_SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.respond.Hmac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretsTest {

  /** The example of Slack, "Verifying requests from Slack". */
  @Test
  void theExampleOfSlacksPageIsSigned() {
    SharedSecrets secrets = new SharedSecrets("8f742231b10e8888abcd99yyyzzz85a5");
    byte[] body =
        utf8(
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
                + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");
    String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    assertThat(secrets.signed("v0=", signature, utf8("v0:1531420618:"), body)).isTrue();
    assertThat(secrets.signed("v0=", signature, utf8("v0:1531420619:"), body)).isFalse();
  }

  @Test
  void whileSecretsChangeBothHold() {
    SharedSecrets secrets = new SharedSecrets(SECRET + " " + OLD_SECRET);
    assertThat(secrets.contain(SECRET)).isTrue();
    assertThat(secrets.contain(OLD_SECRET)).isTrue();
    assertThat(secrets.contain("EXAMPLE-canary-secret-0002")).isFalse();
    assertThat(secrets.contain("")).isFalse();
    byte[] body = utf8("body");
    assertThat(secrets.signed("", new Hmac(SECRET).of(body), body)).isTrue();
    assertThat(secrets.signed("", new Hmac(OLD_SECRET).of(body), body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary-short",
        "canary-canary-canary-ü",
        "canary-canary-canary canary-short",
        "canary-canary-canary-1 canary-canary-canary-2 canary-canary-canary-3"
      })
  void whatIsNoSecretIsRefusedAndNotShown(String secrets) {
    assertThatThrownBy(() -> new SharedSecrets(secrets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }
}
