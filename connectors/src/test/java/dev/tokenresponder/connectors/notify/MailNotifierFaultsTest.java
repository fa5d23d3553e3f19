package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can go wrong between us and a mail server. */
class MailNotifierFaultsTest {
  private static final OwnerMessage MESSAGE = new OwnerMessage("1", "subject", "text\n");
  private static final List<String> OWNERS = List.of("gone@example.com", "here@example.com");
  private static final String SECRET = "canary-password";

  private static Certificates certificates;
  private static Certificates othersCertificates;

  @BeforeAll
  static void certify(@TempDir Path directory) {
    certificates = Certificates.forHost(directory, "localhost");
    othersCertificates = Certificates.forHost(directory, "other.example.com");
  }

  @Test
  void sendsNothingBeforeTheConnectionIsSafe() throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp(Map.of(), certificates.context())) {
      assertThat(send(server, MailSecurity.STARTTLS, certificates))
          .isEqualTo("mailed to gone@example.com, here@example.com");
      assertThat(server.secure()).isTrue();
      assertThat(server.lines()).startsWith("EHLO example.com", "STARTTLS", "EHLO example.com");
      assertThat(server.lines()).contains("MAIL FROM:<responder@example.com>");
    }
  }

  @Test
  void tellsNothingToAServerWithoutStartTls() throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp(Map.of(), null)) {
      ActionException e = failure(server, MailSecurity.STARTTLS, certificates);
      assertThat(e.isRetryable()).isTrue();
      assertThat(e).hasMessageContaining("no safe connection to localhost:");
      assertThat(server.lines()).noneMatch(line -> line.startsWith("AUTH"));
      assertThat(server.lines()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void tellsNothingToAServerWithTheCertificateOfAnother() throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp(Map.of(), othersCertificates.context())) {
      ActionException e = failure(server, MailSecurity.STARTTLS, othersCertificates);
      assertThat(e.isRetryable()).isTrue();
      assertThat(e).hasMessageContaining("no safe connection to localhost:");
      assertThat(server.lines()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void tellsNothingToAServerWithAnUnknownCertificate() throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp(Map.of(), certificates.context())) {
      assertThat(failure(server, MailSecurity.STARTTLS, othersCertificates).isRetryable()).isTrue();
      assertThat(server.lines()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void refusedConnectionIsRetryable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    MailNotifier notifier = notifier(free, MailSecurity.NONE, certificates);
    ActionException e =
        catchThrowableOfType(ActionException.class, () -> notifier.send(OWNERS, MESSAGE));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e).hasMessageContaining("ConnectException");
  }

  @ParameterizedTest
  @CsvSource({
    "greeting, 421 busy, true, 421",
    "greeting, 554 go away, false, 554",
    "greeting, silence, true, SocketTimeoutException",
    "greeting, hang up, true, localhost",
    "AUTH, 535 no, false, 535",
    "AUTH, 454 later, true, 454",
    "MAIL, 451 later, true, 451",
    "MAIL, 550 not you, false, 550",
    "MAIL, silence, true, SocketTimeoutException",
    "RCPT, 450 later, true, 450",
    "RCPT, 550 nobody, false, 550",
    "RCPT, 421 closing, true, 421",
    "RCPT, hang up, true, localhost",
    "DATA, 451 later, true, 451",
    "DATA, 554 no, false, 554",
    "., 452 full, true, 452",
    "., 552 too big, false, 552",
    "., silence, true, SocketTimeoutException",
  })
  void repliesOf500AndAboveArePermanentAndAllElseRetryable(
      String command, String reply, boolean retryable, String said) throws IOException {
    try (ScriptedSmtp server = new ScriptedSmtp(Map.of(command, reply), null)) {
      ActionException e = failure(server, MailSecurity.NONE, certificates);
      assertThat(e.isRetryable()).isEqualTo(retryable);
      assertThat(e).hasMessageContaining(said);
    }
  }

  @Test
  void retriesWhenOneMayBeReachedLater() throws IOException {
    Map<String, String> replies =
        Map.of("RCPT TO:<gone@", "550 nobody", "RCPT TO:<here@", "451 later");
    try (ScriptedSmtp server = new ScriptedSmtp(replies, null)) {
      ActionException e = failure(server, MailSecurity.NONE, certificates);
      assertThat(e.isRetryable()).isTrue();
      assertThat(e).hasMessageContaining("550").hasMessageContaining("451");
    }
  }

  @ParameterizedTest
  @CsvSource({"550 nobody, 550", "451 later, 451"})
  void oneBadRecipientKeepsNobodyElseFromBeingTold(String reply, String said) throws IOException {
    Map<String, String> replies = Map.of("RCPT TO:<gone@", reply);
    try (ScriptedSmtp server = new ScriptedSmtp(replies, null)) {
      assertThat(send(server, MailSecurity.NONE, certificates))
          .isEqualTo("mailed to here@example.com; not to gone@example.com (" + said + ")");
      assertThat(server.lines()).containsOnlyOnce("DATA").contains("Subject: subject");
    }
  }

  @Test
  void whatTheServerWritesIsNotShown() throws IOException {
    for (String command : List.of("greeting", "AUTH", "MAIL", "RCPT", "DATA", ".")) {
      for (String reply : List.of("450", "550")) {
        Map<String, String> replies = Map.of(command, reply + " you said " + SECRET);
        try (ScriptedSmtp server = new ScriptedSmtp(replies, null)) {
          StringWriter trace = new StringWriter();
          failure(server, MailSecurity.NONE, certificates).printStackTrace(new PrintWriter(trace));
          assertThat(trace.toString()).contains(reply).doesNotContain("canary");
        }
      }
    }
  }

  private static ActionException failure(
      ScriptedSmtp server, MailSecurity security, Certificates trusted) {
    return catchThrowableOfType(ActionException.class, () -> send(server, security, trusted));
  }

  private static String send(ScriptedSmtp server, MailSecurity security, Certificates trusted) {
    return notifier(server.port(), security, trusted).send(OWNERS, MESSAGE);
  }

  private static MailNotifier notifier(int port, MailSecurity security, Certificates trusted) {
    return new MailNotifier(
        new MailSettings(
            "localhost", port, security, "responder@example.com", "responder", () -> SECRET),
        trusted.context().getSocketFactory(),
        Duration.ofMillis(1_500),
        Duration.ofMillis(1_500));
  }
}
