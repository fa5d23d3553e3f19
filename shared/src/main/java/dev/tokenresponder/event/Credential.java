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
 */
public record Credential(
    CredentialRef ref,
    @Nullable String accessKeyId,
    Principal principal,
    @Nullable Instant issuedAt,
    @Nullable String workload,
    @Nullable BoundObject boundTo) {

  /** A credential that is bound to nothing. */
  public Credential(
      CredentialRef ref,
      @Nullable String accessKeyId,
      Principal principal,
      @Nullable Instant issuedAt,
      @Nullable String workload) {
    this(ref, accessKeyId, principal, issuedAt, workload, null);
  }

  /** The same credential, bound to an object. */
  public Credential boundTo(BoundObject object) {
    return new Credential(ref, accessKeyId, principal, issuedAt, workload, object);
  }
}
