package dev.tokenresponder.context;

import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Network;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.net.IpAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What trust says about one event; null where it says nothing.
 *
 * @param networkTrusted the call came from the provider's own service, through a private endpoint,
 *     from a private address (unless by an endpoint of another account) or from a trusted network;
 *     false for any other address
 * @param actorTrusted the actor belongs to the account in which the event happened, or to a trusted
 *     one; a person of a mail domain, to a trusted domain, where any is listed
 * @param grantTrusted all accounts that gain are trusted; false when everyone gains
 * @param targetIsActor the actor acted on itself
 * @param appApproved the client application is on the list of its provider
 * @param offline its scopes let it work while nobody is there, and so on for the others
 * @param contained it happened well after the credential, or one that it was made from, was
 *     contained, and so should not have; what issues another credential counts whenever it
 *     happened, for what it issued may have been missed
 * @param past what is new about the event
 */
public record Facts(
    @Nullable Boolean networkTrusted,
    @Nullable Boolean actorTrusted,
    @Nullable Boolean grantTrusted,
    @Nullable Boolean targetIsActor,
    @Nullable Boolean appApproved,
    @Nullable Boolean offline,
    @Nullable Boolean mail,
    @Nullable Boolean files,
    @Nullable Boolean admin,
    @Nullable Boolean contained,
    Past past) {

  /** Changes take a while to spread (IAM User Guide, "Changes that I make are not visible"). */
  private static final Duration UNTIL_IT_HOLDS = Duration.ofMinutes(5);

  /**
   * Derives the facts of an event.
   *
   * @param containedSince when its credential, or what that was made from, was contained; null when
   *     it is not
   */
  public static Facts of(
      TokenEvent event, Trust trust, Past past, @Nullable Instant containedSince) {
    String app = event.client().appId();
    return new Facts(
        networkTrusted(event.network(), trust),
        actorTrusted(event, trust),
        grantTrusted(event.grant(), trust),
        targetIsActor(event.actor(), event.target()),
        app == null ? null : trust.approves(event.source(), app),
        scopes(event, ScopeRisk.OFFLINE),
        scopes(event, ScopeRisk.MAIL),
        scopes(event, ScopeRisk.FILES),
        scopes(event, ScopeRisk.ADMIN),
        contained(event, containedSince),
        past);
  }

  private static @Nullable Boolean contained(TokenEvent event, @Nullable Instant since) {
    return since == null
        ? null
        : event.issued() != null || event.time().isAfter(since.plus(UNTIL_IT_HOLDS));
  }

  private static @Nullable Boolean scopes(TokenEvent event, ScopeRisk risk) {
    List<String> scopes = event.client().scopes();
    return scopes.isEmpty() ? null : risk.isIn(scopes);
  }

  private static @Nullable Boolean networkTrusted(Network network, Trust trust) {
    if (network.service() != null || network.privateEndpoint() != null) {
      return true;
    }
    if (network.ip() == null) {
      return null;
    }
    Optional<InetAddress> address = IpAddress.parse(network.ip());
    return address.isPresent()
        && (IpAddress.isPrivate(address.get()) && !network.foreignEndpoint()
            || trust.networks().stream().anyMatch(range -> range.contains(address.get())));
  }

  private static @Nullable Boolean actorTrusted(TokenEvent event, Trust trust) {
    String account = event.actor().account();
    if (account == null) {
      return null;
    }
    if (isDomain(account)) {
      return trust.domains().isEmpty() ? null : trust.domains().contains(account);
    }
    return account.equals(event.account()) || trust.accounts().contains(account);
  }

  private static @Nullable Boolean grantTrusted(@Nullable Grant grant, Trust trust) {
    if (grant == null || !grant.everyone() && grant.accounts().isEmpty()) {
      return null;
    }
    return !grant.everyone()
        && grant.accounts().stream()
            .allMatch(gains -> trust.accounts().contains(gains) || trust.domains().contains(gains));
  }

  /** People belong to a mail domain, and not to an account; a project id may have one in front. */
  private static boolean isDomain(String account) {
    return account.indexOf('.') > 0 && account.indexOf(':') < 0;
  }

  /** A role session acts on itself when the target is its role. */
  private static @Nullable Boolean targetIsActor(Principal actor, @Nullable Principal target) {
    if (target == null || actor.name() == null) {
      return null;
    }
    PrincipalType counterpart =
        actor.type() == PrincipalType.ROLE_SESSION ? PrincipalType.ROLE : actor.type();
    return counterpart == target.type()
        && actor.name().equals(target.name())
        && Objects.equals(actor.account(), target.account());
  }
}
