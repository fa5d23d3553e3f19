package dev.tokenresponder.policy;

import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.net.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The company's decisions.
 *
 * @param mode how far the responder may go on its own
 * @param actLevels the levels of findings at which it may take something away
 * @param accounts the accounts it looks after; empty for whichever it runs in
 * @param exemptions whom it never acts on
 * @param trustedAccounts accounts that may assume roles and be given access
 * @param trustedDomains mail domains of the company's people
 * @param trustedNetworks where the company's people and machines reach the cloud from
 * @param approvedApps ids of approved applications, by provider
 * @param learningPeriod how long a credential is watched before anything about it counts as new
 * @param lists what the placeholders of rules stand for, by name
 * @param limits the brakes
 * @param owners who is told
 * @param playbooks what answers what
 * @param notifications how owners are told
 * @param serviceAccountTokenLifetime how long a token of a Google Cloud service account may live:
 *     an hour, where the organization has not allowed up to twelve
 */
public record Policy(
    Mode mode,
    Set<Level> actLevels,
    Set<String> accounts,
    List<Exemption> exemptions,
    Set<String> trustedAccounts,
    Set<String> trustedDomains,
    List<Cidr> trustedNetworks,
    Map<String, Set<String>> approvedApps,
    Duration learningPeriod,
    Map<String, List<String>> lists,
    Limits limits,
    Owners owners,
    Playbooks playbooks,
    Notifications notifications,
    Duration serviceAccountTokenLifetime) {

  public Policy {
    actLevels = Set.copyOf(actLevels);
    accounts = Set.copyOf(accounts);
    exemptions = List.copyOf(exemptions);
    trustedAccounts = Set.copyOf(trustedAccounts);
    trustedDomains = Set.copyOf(trustedDomains);
    trustedNetworks = List.copyOf(trustedNetworks);
    approvedApps = Map.copyOf(approvedApps);
    lists = Map.copyOf(lists);
  }

  /** Why the principal must be left alone; empty when it is not exempt. */
  public Optional<String> exemption(Principal principal) {
    return exemptions.stream()
        .filter(exemption -> exemption.covers(principal))
        .map(exemption -> "exempt: " + exemption.reason())
        .findFirst();
  }

  /**
   * Why something must be left alone; empty when nobody concerned is exempt.
   *
   * @param affected who loses something by it
   * @param account the account it is in
   */
  public Optional<String> exemption(List<Principal> affected, @Nullable String account) {
    Principal place = new Principal(PrincipalType.ACCOUNT, null, null, account, null);
    return Stream.concat(affected.stream(), Stream.of(place))
        .flatMap(who -> exemption(who).stream())
        .findFirst();
  }

  /** Whether the responder looks after this account. */
  public boolean looksAfter(@Nullable String account) {
    return accounts.isEmpty() || account != null && accounts.contains(account);
  }

  /** The same policy in another mode. */
  public Policy inMode(Mode other) {
    return with(other, exemptions);
  }

  /** The same policy with more exemptions, such as the responder's own identities. */
  public Policy exempting(List<Exemption> more) {
    List<Exemption> all = new ArrayList<>(exemptions);
    all.addAll(more);
    return with(mode, all);
  }

  private Policy with(Mode otherMode, List<Exemption> otherExemptions) {
    return new Policy(
        otherMode,
        actLevels,
        accounts,
        otherExemptions,
        trustedAccounts,
        trustedDomains,
        trustedNetworks,
        approvedApps,
        learningPeriod,
        lists,
        limits,
        owners,
        playbooks,
        notifications,
        serviceAccountTokenLifetime);
  }
}
