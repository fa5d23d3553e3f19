package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifiersTest {
  private static final OwnerMessage MESSAGE = new OwnerMessage("1", "subject", "text\n");
  private static final Notifiers.Named MAIL =
      new Notifiers.Named("mail", (owners, message) -> "mailed to " + owners.get(0));

  @Test
  void tellsInEveryWay() {
    assertThat(send(MAIL, new Notifiers.Named("chat", (owners, message) -> "posted to Slack")))
        .isEqualTo("told by mail: mailed to a@example.com; told by chat: posted to Slack");
  }

  @Test
  void oneWayThatWorksIsEnoughWhateverItsPlace() {
    Notifiers.Named chat = failing("chat", ActionException.retryable("HTTP 500", null));
    String told = "told by mail: mailed to a@example.com; chat failed: HTTP 500";
    assertThat(send(MAIL, chat)).isEqualTo(told);
    assertThat(send(chat, MAIL)).isEqualTo(told);
  }

  @Test
  void aDefectOfOneWayKeepsNobodyFromBeingTold() {
    assertThat(send(failing("chat", new IllegalStateException("canary")), MAIL))
        .isEqualTo("told by mail: mailed to a@example.com; chat failed: IllegalStateException");
  }

  @Test
  void isRetryableWhenAnyWayIs() {
    ActionException e =
        failure(
            failing("mail", ActionException.retryable("421", null)),
            failing("chat", ActionException.permanent("HTTP 404")));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e).hasMessage("nobody was told: mail failed: 421; chat failed: HTTP 404");
  }

  @Test
  void isPermanentWhenEveryWayIs() {
    ActionException e =
        failure(
            failing("mail", ActionException.permanent("550")),
            failing("chat", ActionException.permanent("HTTP 404")));
    assertThat(e.isRetryable()).isFalse();
  }

  @Test
  void saysWhenThereIsNoWay() {
    ActionException e = failure();
    assertThat(e.isRetryable()).isFalse();
    assertThat(e).hasMessage("the policy names no way to tell owners");
  }

  private static Notifiers.Named failing(String name, RuntimeException failure) {
    Notifier notifier =
        (owners, message) -> {
          throw failure;
        };
    return new Notifiers.Named(name, notifier);
  }

  private static String send(Notifiers.Named... ways) {
    return new Notifiers(List.of(ways)).send(List.of("a@example.com"), MESSAGE);
  }

  private static ActionException failure(Notifiers.Named... ways) {
    return catchThrowableOfType(ActionException.class, () -> send(ways));
  }
}
