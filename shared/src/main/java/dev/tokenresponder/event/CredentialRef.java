package dev.tokenresponder.event;

/**
 * The public name of a credential, never its secret.
 *
 * @param kind what sort of credential it is
 * @param id the identifier its provider revokes it by: for an AWS role session {@code
 *     AROA…:session-name} (the value of {@code aws:userid}), for an access key its {@code AKIA…} id
 */
public record CredentialRef(CredentialKind kind, String id) {

  public CredentialRef {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a credential needs an id");
    }
  }

  @Override
  public String toString() {
    return kind.label() + " " + id;
  }
}
