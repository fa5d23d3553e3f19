package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.OwnerMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real SMTP server, by TLS and with a login. */
class MailNotifierTest {
  private static final OwnerMessage MESSAGE =
      new OwnerMessage("incident-1", "[token-responder] high: sample", "What: a\n.\nIncident: 1\n");

  private static Certificates certificates;

  private GreenMail server;

  @BeforeAll
  static void certify(@TempDir Path directory) {
    certificates = Certificates.forHost(directory, "localhost");
    System.setProperty("greenmail.tls.keystore.file", certificates.file().toString());
    System.setProperty("greenmail.tls.keystore.password", Certificates.PASSWORD);
    System.setProperty("greenmail.tls.key.password", Certificates.PASSWORD);
  }

  @BeforeEach
  void start() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    server.setUser("responder@example.com", "responder", "sample-password");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void tellsEveryOwnerInOnePlainTextMessage() throws MessagingException {
    String where = notifier().send(List.of("a@example.com", "b@example.com"), MESSAGE);

    assertThat(where).isEqualTo("mailed to a@example.com, b@example.com");
    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[token-responder] high: sample");
    assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(mail.getHeader("From")).containsExactly("responder@example.com");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("X-Token-Responder-Incident")).containsExactly("incident-1");
    assertThat(mail.getMessageID()).endsWith("@example.com>");
    assertThat(mail.getSentDate()).isNotNull();
    assertThat(text(mail)).isEqualTo("What: a\r\n.\r\nIncident: 1");
  }

  @Test
  void writesOnlyToOwnersThatArePlainAddresses() {
    List<String> owners =
        List.of(
            "a@example.com",
            "A@EXAMPLE.com",
            "arn:aws:iam::123456789012:user/sample",
            "#channel",
            "x@example.com\r\nBcc: y@example.com",
            "x@example.com\n",
            "x@example.com,y@example.com",
            "x@example.com y@example.com",
            "Name <x@example.com>",
            "<x@example.com>",
            "x@example.com>",
            "\"x y\"@example.com",
            "x(comment)@example.com",
            "group: x@example.com;",
            "@relay.example.com:x@example.com",
            "x%example.org@example.com",
            "x@y@example.com",
            "x@[127.0.0.1]",
            "x@127.0.0.1",
            "x@localhost",
            "x@-example.com",
            "x@example..com",
            ".x@example.com",
            "-x@example.com",
            "x\u0430@example.com",
            "x@ex\u0430mple.com",
            "x\u202E@example.com",
            "x".repeat(65) + "@example.com",
            "x@" + "example.".repeat(32) + "com",
            "");

    assertThat(notifier().send(owners, MESSAGE)).isEqualTo("mailed to a@example.com");
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void saysWhenNoOwnerIsAnAddress() {
    assertThatThrownBy(() -> notifier().send(List.of("x@example.com\r\nBcc: y"), MESSAGE))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessage("none of 1 owners is a plain e-mail address: name one in the policy's owners");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void headersCannotBeForgedByTheMessage() throws MessagingException {
    String forged =
        "x\r\nBcc: y@example.com\r\n\r\nbody\nCc: z@example.com\rReply-To: z@example.com";

    notifier().send(List.of("a@example.com"), new OwnerMessage(forged, forged, "text\n"));

    assertThat(server.getReceivedMessages()).hasSize(1);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(names(mail)).doesNotContain("Bcc", "Cc", "Reply-To");
    assertThat(mail.getSubject()).startsWith("x\\u{D}\\u{A}Bcc: y@example.com");
    assertThat(text(mail)).isEqualTo("text");
  }

  @Test
  void nothingInAMessageIsALink() throws MessagingException {
    notifier().send(List.of("a@example.com"), Hostile.message(Hostile.MARK_UP));

    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject() + text(mail))
        .contains("evil.example")
        .doesNotContain("://")
        .doesNotContainPattern("(?i)\\bwww\\.");
  }

  @Test
  void aLineOfTheTextCannotEndTheMessage() throws MessagingException {
    String smuggled = "a\n.\nMAIL FROM:<x@example.com>\r\n.\r\nRCPT TO:<y@example.com>\n.\r.\n";

    notifier().send(List.of("a@example.com"), new OwnerMessage("1", "s", smuggled));

    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(text(server.getReceivedMessages()[0]))
        .contains("\r\n.\r\nMAIL FROM:<x@example.com>\\u{D}\r\n.\\u{D}\r\n");
  }

  @Test
  void whatCannotBeSeenIsShown() throws MessagingException {
    notifier().send(List.of("a@example.com"), Hostile.message(Hostile.UNSEEN));

    MimeMessage mail = server.getReceivedMessages()[0];
    String shown = "x\\u{202E}y \\u{430}dmin z\\u{200B}z \\u{2028}w \\u{7} \\u{1F600} \\u{D800}";
    assertThat(mail.getSubject()).isEqualTo("[token-responder] high: " + shown);
    assertThat(text(mail)).isEqualTo("What happened: " + shown + "\r\nIncident: 1");
  }

  @Test
  void aLongMessageIsClippedWithAMark() throws MessagingException {
    notifier().send(List.of("a@example.com"), Hostile.message("\u0430".repeat(100_000)));

    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).hasSize(100).endsWith("~");
    assertThat(text(mail).length()).isBetween(60_000, 64_100);
    assertThat(text(mail)).contains("[clipped; the incident holds the rest]");
  }

  @Test
  void refusedPasswordIsPermanentAndNotShown() {
    MailSettings wrong = settings("canary-password");
    MailNotifier notifier = notifier(wrong);

    assertThatThrownBy(() -> notifier.send(List.of("a@example.com"), MESSAGE))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("refused the user or the password: 535")
        .hasNoCause();
    assertThat(wrong + " " + notifier).doesNotContain("canary");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private MailNotifier notifier() {
    return notifier(settings("sample-password"));
  }

  private static MailNotifier notifier(MailSettings settings) {
    return new MailNotifier(
        settings,
        certificates.context().getSocketFactory(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  private MailSettings settings(String password) {
    return new MailSettings(
        "localhost",
        server.getSmtps().getPort(),
        MailSecurity.IMPLICIT_TLS,
        "responder@example.com",
        "responder",
        () -> password);
  }

  private static List<String> names(MimeMessage mail) throws MessagingException {
    List<String> names = new ArrayList<>();
    Collections.list(mail.getAllHeaders()).forEach(header -> names.add(header.getName()));
    return names;
  }

  private static String text(MimeMessage mail) {
    try {
      return new String(mail.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .stripTrailing();
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
