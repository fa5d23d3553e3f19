package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.connectors.notify.Notifiers.Named;
import dev.tokenresponder.policy.Notifications;
import dev.tokenresponder.policy.Notifications.Mail;
import dev.tokenresponder.policy.PolicyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ways to tell owners that need no cloud: those that policy and environment name. */
public final class OwnerChannels {
  /** The address of an incoming webhook of Slack or Google Chat; a secret. */
  public static final String CHAT_WEBHOOK = "TOKEN_RESPONDER_CHAT_WEBHOOK";

  /** The password for the mail server; a secret. */
  public static final String SMTP_PASSWORD = "TOKEN_RESPONDER_SMTP_PASSWORD";

  private OwnerChannels() {}

  /**
   * Mail, when the policy names a server, and chat, when the environment names a webhook.
   *
   * @throws IllegalArgumentException when what they name cannot be used
   */
  public static List<Named> of(Notifications notifications, Map<String, String> environment) {
    List<Named> ways = new ArrayList<>();
    Mail mail = notifications.mail();
    if (mail != null) {
      ways.add(new Named("mail", new MailNotifier(settings(mail, environment))));
    }
    String webhook = environment.getOrDefault(CHAT_WEBHOOK, "");
    if (!webhook.isBlank()) {
      ways.add(new Named("chat", new ChatNotifier(webhook)));
    }
    return ways;
  }

  private static MailSettings settings(Mail mail, Map<String, String> environment) {
    MailSecurity security =
        switch (mail.security()) {
          case STARTTLS -> MailSecurity.STARTTLS;
          case TLS -> MailSecurity.IMPLICIT_TLS;
          case NONE -> MailSecurity.NONE;
        };
    String password = environment.getOrDefault(SMTP_PASSWORD, "");
    if (mail.user() != null && password.isEmpty()) {
      throw new PolicyException(
          "the policy names a user for the mail server, so " + SMTP_PASSWORD + " must be set");
    }
    return new MailSettings(
        mail.host(), mail.port(), security, mail.from(), mail.user(), () -> password);
  }
}
