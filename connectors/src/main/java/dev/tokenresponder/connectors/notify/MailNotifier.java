package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Writes to those owners that are plain e-mail addresses, by SMTP, as plain text in printable
 * ASCII. One message goes to all of them; a recipient whom the server refuses keeps nobody else
 * from being told, and is named in the answer. When nobody was told, replies of 500 and above and a
 * refused login are permanent, and all else, such as a lost connection, is retryable.
 *
 * <p>The message says that a program wrote it ({@code Auto-Submitted: auto-generated}, RFC 3834),
 * so that no absence notes come back, and carries its incident in {@code
 * X-Token-Responder-Incident}.
 */
public final class MailNotifier implements Notifier {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(10);
  private static final int LONGEST_SUBJECT = 100;
  private static final int LONGEST_INCIDENT = 200;
  private static final int LONGEST_TEXT = 64_000;

  private final MailSettings settings;
  private final Session session;

  public MailNotifier(MailSettings settings) {
    this(settings, null, CONNECT, READ);
  }

  /**
   * @param trust makes TLS sockets; null for those of the platform
   */
  MailNotifier(
      MailSettings settings, @Nullable SSLSocketFactory trust, Duration connect, Duration read) {
    this.settings = settings;
    this.session = Session.getInstance(properties(settings, trust, connect, read));
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    List<InternetAddress> recipients = recipients(owners);
    if (recipients.isEmpty()) {
      throw ActionException.permanent(
          "none of "
              + owners.size()
              + " owners is a plain e-mail address: name one in the policy's owners");
    }
    SMTPTransport transport = new SMTPTransport(session, null);
    try {
      connect(transport);
      return deliver(transport, recipients, message);
    } finally {
      close(transport);
    }
  }

  @Override
  public String toString() {
    return "MailNotifier[" + settings + "]";
  }

  private void connect(SMTPTransport transport) {
    try {
      if (settings.user() == null) {
        transport.connect(settings.host(), settings.port(), null, null);
      } else {
        transport.connect(
            settings.host(), settings.port(), settings.user(), settings.password().get());
      }
    } catch (MessagingException e) {
      throw MailFailures.connecting(server(), transport.getLastReturnCode(), e);
    }
  }

  private String deliver(
      SMTPTransport transport, List<InternetAddress> recipients, OwnerMessage message) {
    Address[] to = recipients.toArray(new Address[0]);
    try {
      transport.sendMessage(mail(to, message), to);
      return "mailed to " + list(to);
    } catch (SendFailedException e) {
      Address[] sent = e.getValidSentAddresses();
      if (sent == null || sent.length == 0) {
        throw MailFailures.sending(server(), e);
      }
      return "mailed to " + list(sent) + "; not to " + MailFailures.left(e);
    } catch (MessagingException e) {
      throw MailFailures.sending(server(), e);
    }
  }

  private MimeMessage mail(Address[] to, OwnerMessage message) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(settings.from(), true));
    mail.setRecipients(Message.RecipientType.TO, to);
    mail.setSubject(subject(message));
    mail.setSentDate(Date.from(Instant.now()));
    mail.setText(text(message), StandardCharsets.UTF_8.name());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader(
        "X-Token-Responder-Incident", PlainText.line(message.incident(), LONGEST_INCIDENT));
    mail.saveChanges();
    return mail;
  }

  private static String subject(OwnerMessage message) {
    return PlainText.line(ChatSystem.withoutLinks(message.subject()), LONGEST_SUBJECT);
  }

  /** The text as it is sent: programs that show mail make links of addresses, so none is whole. */
  static String text(OwnerMessage message) {
    return PlainText.lines(ChatSystem.withoutLinks(message.text()), LONGEST_TEXT);
  }

  private String server() {
    return settings.host() + ":" + settings.port();
  }

  /** Each once, whatever the case of its letters. */
  private static List<InternetAddress> recipients(List<String> owners) {
    Set<String> seen = new TreeSet<>();
    return owners.stream()
        .map(MailAddress::parse)
        .flatMap(Optional::stream)
        .filter(address -> seen.add(address.getAddress().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static String list(Address[] addresses) {
    return Arrays.stream(addresses).map(Address::toString).collect(Collectors.joining(", "));
  }

  /** What was accepted stays accepted, whatever happens at the farewell. */
  private static void close(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // nothing depends on it
    }
  }

  private static Properties properties(
      MailSettings settings, @Nullable SSLSocketFactory trust, Duration connect, Duration read) {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", String.valueOf(connect.toMillis()));
    properties.put("mail.smtp.timeout", String.valueOf(read.toMillis()));
    properties.put("mail.smtp.writetimeout", String.valueOf(read.toMillis()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    switch (settings.security()) {
      case NONE -> {}
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case IMPLICIT_TLS -> properties.put("mail.smtp.ssl.enable", "true");
    }
    if (trust != null) {
      properties.put("mail.smtp.ssl.socketFactory", trust);
    }
    properties.put("mail.smtp.auth", String.valueOf(settings.user() != null));
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.from", settings.from());
    properties.put("mail.smtp.localhost", settings.domain());
    properties.put("mail.from", settings.from());
    return properties;
  }
}
