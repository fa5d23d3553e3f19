package dev.tokenresponder.event;

import java.util.Locale;

/** The kinds of credential that can be revoked. */
public enum CredentialKind {
  SESSION,
  KEY,
  PASSWORD,
  OAUTH_GRANT,
  APP_SECRET,
  SERVICE_ACCOUNT_TOKEN;

  /** The spelling that rules and output use, for example {@code oauth-grant}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
