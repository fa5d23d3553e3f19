package dev.tokenresponder.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of policy or trust gives, and to whom.
 *
 * @param everyone anyone at all gains
 * @param accounts the accounts outside the resource's own that gain
 * @param administrator the rights amount to full control
 * @param policy the managed policy attached, where one is named
 */
public record Grant(
    boolean everyone, Set<String> accounts, boolean administrator, @Nullable String policy) {

  public Grant {
    accounts = Set.copyOf(accounts);
  }
}
