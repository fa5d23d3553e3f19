package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.policy.Policy;
import java.util.List;
import java.util.Optional;

/** Whether all sessions of a role may be denied where there is no room for single ones. */
@FunctionalInterface
public interface Widening {
  /** Any role may be. */
  Widening ALLOWED = role -> Optional.empty();

  /** As a policy exempts roles. */
  static Widening under(Policy policy) {
    ActionSpec wide = Catalogue.find("revoke-role-sessions").orElseThrow();
    return role -> policy.exemption(wide, List.of(role), role.account());
  }

  /** Why it may not, such as an exemption of one of its sessions; empty when it may. */
  Optional<String> forbidden(Principal role);
}
