package dev.tokenresponder.event;

import java.util.List;
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
 * @param memberships which member got which role, where the source tells
 */
public record Grant(
    boolean everyone,
    Set<String> accounts,
    boolean administrator,
    @Nullable String policy,
    Set<String> roles,
    Set<String> members,
    boolean tenantWide,
    List<Membership> memberships) {

  public Grant {
    accounts = Set.copyOf(accounts);
    roles = Set.copyOf(roles);
    members = Set.copyOf(members);
    memberships = List.copyOf(memberships);
  }

  /**
   * One member got one role.
   *
   * @param member as the provider spells it
   * @param who whom that stands for
   * @param outside the account, project or mail domain the member belongs to, where that is not the
   *     resource's own nor the giver's; the member itself where that cannot be told; null for
   *     members of the house
   * @param powerful the role amounts to full control, or opens other principals' credentials
   * @param condition under which; null when always
   */
  public record Membership(
      String role,
      String member,
      Principal who,
      @Nullable String outside,
      boolean powerful,
      @Nullable Condition condition) {}

  /**
   * A condition on a role (IAM, "Expr"), by its own words.
   *
   * @param title may be empty
   */
  public record Condition(String title, String expression) {}

  /** The same grant, told member by member. */
  public Grant of(List<Membership> told) {
    return new Grant(everyone, accounts, administrator, policy, roles, members, tenantWide, told);
  }

  /** A grant of rights by a policy. */
  public static Grant byPolicy(
      boolean everyone, Set<String> accounts, boolean administrator, @Nullable String policy) {
    return new Grant(
        everyone, accounts, administrator, policy, Set.of(), Set.of(), false, List.of());
  }

  /** A grant of roles to members. */
  public static Grant ofRoles(
      boolean everyone,
      Set<String> accounts,
      boolean administrator,
      Set<String> roles,
      Set<String> members) {
    return new Grant(everyone, accounts, administrator, null, roles, members, false, List.of());
  }
}
