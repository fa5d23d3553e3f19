package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.connectors.notify.Notifiers.Named;
import dev.tokenresponder.policy.Notifications;
import dev.tokenresponder.policy.Notifications.Mail;
import dev.tokenresponder.policy.PolicyException;
import dev.tokenresponder.respond.Notifier;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The ways to tell owners that need no cloud: those that policy and environment name. */
public final class OwnerChannels {
  /** The address of an incoming webhook of Slack or Google Chat; a secret. */
  public static final String CHAT_WEBHOOK = "TOKEN_RESPONDER_CHAT_WEBHOOK";

  /** The address of a webhook workflow of Microsoft Teams; a secret. */
  public static final String TEAMS_WEBHOOK = "TOKEN_RESPONDER_TEAMS_WEBHOOK";

  /** The integration key of a service of PagerDuty (Events API v2); a secret. */
  public static final String PAGERDUTY_KEY = "TOKEN_RESPONDER_PAGERDUTY_KEY";

  /** Where to post signed messages; a secret. */
  public static final String WEBHOOK_URL = "TOKEN_RESPONDER_WEBHOOK_URL";

  /** What the messages to {@link #WEBHOOK_URL} are signed with; a secret. */
  public static final String WEBHOOK_SECRET = "TOKEN_RESPONDER_WEBHOOK_SECRET";

  /** The password for the mail server; a secret. */
  public static final String SMTP_PASSWORD = "TOKEN_RESPONDER_SMTP_PASSWORD";

  private OwnerChannels() {}

  /**
   * Mail, when the policy names a server; chat, Teams, PagerDuty and a signed webhook, when the
   * environment names them (docs/notifications.md).
   *
   * @throws IllegalArgumentException when what they name cannot be used
   */
  public static List<Named> of(Notifications notifications, Map<String, String> environment) {
    List<Named> ways = new ArrayList<>();
    Mail mail = notifications.mail();
    if (mail != null) {
      ways.add(new Named("mail", new MailNotifier(settings(mail, environment))));
    }
    add(ways, "chat", environment, CHAT_WEBHOOK, ChatNotifier::new);
    add(ways, "Teams", environment, TEAMS_WEBHOOK, TeamsNotifier::new);
    add(ways, "PagerDuty", environment, PAGERDUTY_KEY, PagerDutyNotifier::new);
    String secret = environment.getOrDefault(WEBHOOK_SECRET, "");
    if (environment.getOrDefault(WEBHOOK_URL, "").isBlank() != secret.isBlank()) {
      throw new IllegalArgumentException(
          WEBHOOK_URL + " and " + WEBHOOK_SECRET + " go together: set both or none");
    }
    add(
        ways,
        "webhook",
        environment,
        WEBHOOK_URL,
        url -> new SignedWebhookNotifier(url, secret, Clock.systemUTC()));
    return ways;
  }

  private static void add(
      List<Named> ways,
      String name,
      Map<String, String> environment,
      String variable,
      Function<String, Notifier> way) {
    String value = environment.getOrDefault(variable, "");
    if (!value.isBlank()) {
      ways.add(new Named(name, way.apply(value)));
    }
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
