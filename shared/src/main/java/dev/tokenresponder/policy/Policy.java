package dev.tokenresponder.policy;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.net.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        .map(Policy::reason)
        .findFirst();
  }

  /**
   * Why something must be left alone; empty when nobody concerned is exempt.
   *
   * @param action what would be done
   * @param affected who loses something by it
   * @param account the account it is in
   */
  public Optional<String> exemption(
      ActionSpec action, List<Principal> affected, @Nullable String account) {
    return exemptions.stream()
        .filter(
            exemption ->
                exemption.covers(action, account) || affected.stream().anyMatch(exemption::covers))
        .map(Policy::reason)
        .findFirst();
  }

  private static String reason(Exemption exemption) {
    return "exempt: " + exemption.reason();
  }

  /** Whether the responder looks after the account that an action would be done in. */
  public boolean looksAfter(ActionSpec action, @Nullable String account) {
    return accounts.isEmpty()
        || accounts.stream().anyMatch(entry -> Accounts.means(entry, action, account));
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
