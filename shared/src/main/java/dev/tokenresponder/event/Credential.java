package dev.tokenresponder.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential that appears in an event, with the identity it speaks for.
 *
 * @param ref its public name
 * @param accessKeyId the key id its calls are signed with, by which later events name it; for an
 *     AWS session the {@code ASIA…} id
 * @param principal whom it speaks for
 * @param issuedAt when it was issued, where the source tells
 * @param workload the kind of machine it was delivered to ({@code ec2}), where the source tells
 * @param boundTo what it dies with, where the source tells
 * @param person the person of IAM Identity Center it was made for, where the source tells
 */
public record Credential(
    CredentialRef ref,
    @Nullable String accessKeyId,
    Principal principal,
    @Nullable Instant issuedAt,
    @Nullable String workload,
    @Nullable BoundObject boundTo,
    @Nullable StorePerson person) {

  /** A credential that is bound to nothing and was made for nobody else. */
  public Credential(
      CredentialRef ref,
      @Nullable String accessKeyId,
      Principal principal,
      @Nullable Instant issuedAt,
      @Nullable String workload) {
    this(ref, accessKeyId, principal, issuedAt, workload, null, null);
  }

  /** The same credential, bound to an object. */
  public Credential boundTo(BoundObject object) {
    return new Credential(ref, accessKeyId, principal, issuedAt, workload, object, person);
  }

  /** The same credential, made for a person of IAM Identity Center. */
  public Credential madeFor(@Nullable StorePerson whom) {
    return new Credential(ref, accessKeyId, principal, issuedAt, workload, boundTo, whom);
  }
}
