package dev.tokenresponder.event;

import java.util.Locale;

/** What happened to, or through, a credential. */
public enum Activity {
  /** A credential brought forth another one (a session, a key). */
  ISSUE,
  /** A credential was presented to do something. */
  USE,
  /** An application or principal was given rights over data. */
  GRANT,
  /** Who may obtain or use a credential was extended. */
  WIDEN,
  /** A principal or a source of identity was created. */
  CREATE,
  /** A credential, principal or source of identity was changed. */
  CHANGE,
  /** A secret was found in a public place. */
  EXPOSE,
  /** A credential was taken away. */
  REVOKE,
  /** A person signed in to a console. */
  SIGN_IN,
  /** Another detector reported a credential. */
  FINDING;

  /** The spelling that rules and output use, for example {@code sign-in}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
