package dev.tokenresponder.event;

import org.jspecify.annotations.Nullable;

/**
 * An identity: who acted, who was acted on, or whom a credential speaks for.
 *
 * @param type the kind of identity
 * @param id the provider's unique id, for example {@code AROA…:session-name} or {@code AIDA…}
 * @param name the name people know it by: a user name, a role name
 * @param account the account, project or tenant it belongs to
 * @param resource the full name of what is changed to contain it: the ARN of the role (not of the
 *     session) or of the user
 */
public record Principal(
    PrincipalType type,
    @Nullable String id,
    @Nullable String name,
    @Nullable String account,
    @Nullable String resource) {

  /** The best human name there is: the full name, else the name, else the id, else the type. */
  public String display() {
    if (resource != null) {
      return resource;
    }
    if (name != null) {
      return name;
    }
    return id != null ? id : type.label();
  }
}
