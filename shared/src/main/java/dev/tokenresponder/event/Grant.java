package dev.tokenresponder.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of policy, trust or consent gives, and to whom.
 *
 * @param everyone anyone at all gains
 * @param accounts the accounts, projects or mail domains outside the resource's own that gain
 * @param administrator the rights amount to full control
 * @param policy the managed policy attached, where one is named
 * @param roles the roles given, by the provider's names
 * @param members who gains, by the provider's names
 * @param tenantWide it holds for every user of the tenant
 */
public record Grant(
    boolean everyone,
    Set<String> accounts,
    boolean administrator,
    @Nullable String policy,
    Set<String> roles,
    Set<String> members,
    boolean tenantWide) {

  public Grant {
    accounts = Set.copyOf(accounts);
    roles = Set.copyOf(roles);
    members = Set.copyOf(members);
  }

  /** A grant of rights by a policy. */
  public static Grant byPolicy(
      boolean everyone, Set<String> accounts, boolean administrator, @Nullable String policy) {
    return new Grant(everyone, accounts, administrator, policy, Set.of(), Set.of(), false);
  }

  /** A grant of roles to members. */
  public static Grant ofRoles(
      boolean everyone,
      Set<String> accounts,
      boolean administrator,
      Set<String> roles,
      Set<String> members) {
    return new Grant(everyone, accounts, administrator, null, roles, members, false);
  }
}
