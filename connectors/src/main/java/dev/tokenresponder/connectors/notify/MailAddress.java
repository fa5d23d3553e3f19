package dev.tokenresponder.connectors.notify;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads plain e-mail addresses, narrower than RFC 5321 on purpose: a dotted local part of at most
 * 64 characters without quotes or routes, a domain name, 254 characters in all (RFC 3696, erratum
 * 1690). No display name, list, comment, line break or letter outside ASCII gets through.
 */
final class MailAddress {
  private static final int LONGEST = 254;
  private static final String ATOM = "[A-Za-z0-9_+'=&~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String TOP = "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])";
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?=[^@]{1,64}@)(?!-)" + ATOM + "(?:\\." + ATOM + ")*@(?:" + LABEL + "\\.)+" + TOP);

  private MailAddress() {}

  /** The address, when the text is exactly one and nothing else. */
  static Optional<InternetAddress> parse(String text) {
    if (text.length() > LONGEST || !PLAIN.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      InternetAddress address = new InternetAddress(text, true);
      return text.equals(address.getAddress()) && address.getPersonal() == null
          ? Optional.of(address)
          : Optional.empty();
    } catch (AddressException e) {
      return Optional.empty();
    }
  }
}
