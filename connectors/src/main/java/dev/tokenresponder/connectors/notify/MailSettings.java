package dev.tokenresponder.connectors.notify;

import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how mail is handed in.
 *
 * @param host name or address of the SMTP server; its certificate must be for it
 * @param security {@link MailSecurity#NONE} only for a host on this machine
 * @param from a plain address: the sender and where bounces go
 * @param user null when the server knows us by our address
 * @param password asked for at each sending when there is a user; never shown
 */
public record MailSettings(
    String host,
    int port,
    MailSecurity security,
    String from,
    @Nullable String user,
    Supplier<String> password) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|::1");

  public MailSettings {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("the mail server must be a host name without port");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the mail server's port must be from 1 to 65535");
    }
    if (security == MailSecurity.NONE && !LOOPBACK.contains(host)) {
      throw new IllegalArgumentException(
          "mail to another machine needs STARTTLS or implicit TLS: " + host);
    }
    if (MailAddress.parse(from).isEmpty()) {
      throw new IllegalArgumentException("the sender must be a plain e-mail address");
    }
  }

  /**
   * The SMTP relay of Google Workspace for callers it knows by their IP address (Google Workspace
   * Admin Help, "Route outgoing SMTP relay messages through Google",
   * https://support.google.com/a/answer/2956491: with TLS, smtp-relay.gmail.com on port 587).
   */
  public static MailSettings workspaceRelay(String from) {
    return new MailSettings(
        "smtp-relay.gmail.com", 587, MailSecurity.STARTTLS, from, null, () -> "");
  }

  /** The domain of the sender, by which we introduce ourselves. */
  String domain() {
    return from.substring(from.indexOf('@') + 1);
  }

  @Override
  public String toString() {
    return "MailSettings[" + host + ":" + port + ", " + security + ", from " + from + "]";
  }
}
