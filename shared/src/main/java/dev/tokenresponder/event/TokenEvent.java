package dev.tokenresponder.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One audit record about a credential, in one vocabulary for all sources. It carries no secret.
 *
 * @param id the source's unique id of the record
 * @param time when it happened, by the source's clock
 * @param source which audit log it comes from, for example {@code aws.cloudtrail}
 * @param name the source's own name of what happened, for example {@code AssumeRole}
 * @param outcome whether it worked
 * @param error the source's error code when it did not
 * @param activity what it means for credentials
 * @param account the account, project or tenant in which it happened
 * @param actor who acted
 * @param credential the credential presented, or the one a finding is about
 * @param parent the credential from which {@code credential} was made, where the record tells
 * @param issued the credential that this event created
 * @param target the principal or resource acted on
 * @param grant what was given, when something was
 * @param client the software
 * @param network the place
 * @param provenance whether the channel vouches for the record
 * @param cluster the Kubernetes cluster in which it happened, where the record or its channel names
 *     it
 */
public record TokenEvent(
    String id,
    Instant time,
    String source,
    String name,
    Outcome outcome,
    @Nullable String error,
    Activity activity,
    @Nullable String account,
    Principal actor,
    @Nullable Credential credential,
    @Nullable CredentialRef parent,
    @Nullable Credential issued,
    @Nullable Principal target,
    @Nullable Grant grant,
    Client client,
    Network network,
    Provenance provenance,
    @Nullable String cluster) {

  /** An event that did not happen in a cluster. */
  public TokenEvent(
      String id,
      Instant time,
      String source,
      String name,
      Outcome outcome,
      @Nullable String error,
      Activity activity,
      @Nullable String account,
      Principal actor,
      @Nullable Credential credential,
      @Nullable CredentialRef parent,
      @Nullable Credential issued,
      @Nullable Principal target,
      @Nullable Grant grant,
      Client client,
      Network network,
      Provenance provenance) {
    this(
        id,
        time,
        source,
        name,
        outcome,
        error,
        activity,
        account,
        actor,
        credential,
        parent,
        issued,
        target,
        grant,
        client,
        network,
        provenance,
        null);
  }
}
