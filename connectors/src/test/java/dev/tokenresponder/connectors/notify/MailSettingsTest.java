package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"mail.example.com", "127.0.0.1.example.com", "localhost.example.com"})
  void anotherMachineNeedsTls(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(host, 25, MailSecurity.NONE, "a@example.com"))
        .withMessageContaining("STARTTLS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void thisMachineNeedsNone(String host) {
    assertThat(settings(host, 25, MailSecurity.NONE, "a@example.com").host()).isEqualTo(host);
  }

  @Test
  void mistakesAreFoundAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("a:25", 25, MailSecurity.STARTTLS, "a@example.com"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("localhost", 0, MailSecurity.STARTTLS, "a@example.com"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings("localhost", 25, MailSecurity.STARTTLS, "a@example.com\r\nBcc: b"));
  }

  @Test
  void theWorkspaceRelayIsReachedByStartTls() {
    assertThat(MailSettings.workspaceRelay("a@example.com"))
        .hasToString("MailSettings[smtp-relay.gmail.com:587, STARTTLS, from a@example.com]");
  }

  @Test
  void thePasswordIsNotShown() {
    record Secret(String value) implements Supplier<String> {
      @Override
      public String get() {
        return value;
      }
    }
    MailSettings settings =
        new MailSettings(
            "localhost", 25, MailSecurity.NONE, "a@example.com", "user", new Secret("canary"));
    assertThat(settings + " " + new MailNotifier(settings)).doesNotContain("canary");
  }

  private static MailSettings settings(String host, int port, MailSecurity security, String from) {
    return new MailSettings(host, port, security, from, null, () -> "");
  }
}
