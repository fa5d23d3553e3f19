package dev.tokenresponder.connectors.notify;

/** How the connection to a mail server is kept from others. */
public enum MailSecurity {
  /** Not at all: only for a server on this machine. */
  NONE,
  /** By STARTTLS (RFC 3207), without which nothing is sent. */
  STARTTLS,
  /** By TLS from the first byte (RFC 8314). */
  IMPLICIT_TLS
}
