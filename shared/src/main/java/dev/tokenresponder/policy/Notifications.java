package dev.tokenresponder.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How owners are told. What is secret (a mail password, the address of a chat's webhook) is not
 * part of a policy; the functions take it from their environment.
 *
 * @param snsTopic the ARN of an SNS topic
 * @param pubsubTopic {@code projects/P/topics/T}
 * @param mail a server that takes mail; null when none is to be sent
 */
public record Notifications(
    @Nullable String snsTopic, @Nullable String pubsubTopic, @Nullable Mail mail) {

  /** Nobody can be told. */
  public static final Notifications NONE = new Notifications(null, null, null);

  public Notifications {
    if (pubsubTopic != null && !pubsubTopic.matches("projects/[^/]+/topics/[^/]+")) {
      throw new PolicyException(
          "notifications: pubsub_topic must be like projects/example-project/topics/owners, not '"
              + pubsubTopic
              + "'");
    }
  }

  /**
   * A mail server.
   *
   * @param user who signs in; null for a relay that knows its clients by their address
   */
  public record Mail(String host, int port, Security security, String from, @Nullable String user) {

    public Mail {
      if (host.isBlank() || port < 1 || port > 65_535) {
        throw new PolicyException("notifications: mail needs a host, and a port up to 65535");
      }
      if (!from.matches("[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+")) {
        throw new PolicyException("notifications: mail.from must be a mail address");
      }
    }
  }

  /** How the way to the mail server is kept secret. */
  public enum Security {
    /** Encrypted after the greeting, or not at all. */
    STARTTLS,
    /** Encrypted from the first byte. */
    TLS,
    /** Not; only to this very machine. */
    NONE;

    static Security of(String label) {
      for (Security security : values()) {
        if (security.name().toLowerCase(Locale.ROOT).equals(label)) {
          return security;
        }
      }
      throw new PolicyException(
          "notifications: mail.security '" + label + "' is none of starttls, tls, none");
    }
  }
}
