package dev.tokenresponder.gcp.function;

import com.google.api.services.pubsub.Pubsub;
import dev.tokenresponder.connectors.notify.ChatNotifier;
import dev.tokenresponder.connectors.notify.MailNotifier;
import dev.tokenresponder.connectors.notify.MailSecurity;
import dev.tokenresponder.connectors.notify.MailSettings;
import dev.tokenresponder.connectors.notify.Notifiers;
import dev.tokenresponder.gcp.messaging.PubSubNotifier;
import dev.tokenresponder.gcp.messaging.PubSubTopic;
import dev.tokenresponder.policy.Notifications;
import dev.tokenresponder.policy.Notifications.Mail;
import java.util.ArrayList;
import java.util.List;

/** The ways to tell owners that policy and environment name. */
record OwnerChannels(Settings settings, Notifications notifications, Pubsub pubsub) {

  Notifiers notifier() {
    List<Notifiers.Named> ways = new ArrayList<>();
    String topic = notifications.pubsubTopic();
    if (topic != null) {
      ways.add(new Notifiers.Named("topic", new PubSubNotifier(new PubSubTopic(pubsub, topic))));
    }
    Mail mail = notifications.mail();
    if (mail != null) {
      ways.add(new Notifiers.Named("mail", new MailNotifier(settingsOf(mail))));
    }
    settings
        .optional("TOKEN_RESPONDER_CHAT_WEBHOOK")
        .ifPresent(url -> ways.add(new Notifiers.Named("chat", new ChatNotifier(url))));
    return new Notifiers(ways);
  }

  private MailSettings settingsOf(Mail mail) {
    MailSecurity security =
        switch (mail.security()) {
          case STARTTLS -> MailSecurity.STARTTLS;
          case TLS -> MailSecurity.IMPLICIT_TLS;
          case NONE -> MailSecurity.NONE;
        };
    return new MailSettings(
        mail.host(),
        mail.port(),
        security,
        mail.from(),
        mail.user(),
        () -> settings.required("TOKEN_RESPONDER_SMTP_PASSWORD"));
  }
}
