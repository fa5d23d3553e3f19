package dev.tokenresponder.event;

import java.util.Locale;

/** The kinds of identity a credential can speak for. */
public enum PrincipalType {
  USER,
  ROLE,
  ROLE_SESSION,
  SERVICE_ACCOUNT,
  APPLICATION,
  ROOT,
  ANONYMOUS,
  /** A service of the cloud provider, acting for itself or for somebody. */
  SERVICE,
  /** A foreign account of which the record tells no more than its number. */
  ACCOUNT,
  /** A source of foreign identities: SAML, OIDC, a trust anchor. */
  IDENTITY_PROVIDER,
  /** Something that holds data or runs code. */
  RESOURCE,
  /** The source itself does not know. */
  UNKNOWN;

  /** The spelling that rules and output use, for example {@code role-session}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
