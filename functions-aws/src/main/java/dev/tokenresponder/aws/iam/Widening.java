package dev.tokenresponder.aws.iam;

import dev.tokenresponder.event.Principal;
import java.util.Optional;

/** Whether all sessions of a role may be denied where there is no room for single ones. */
@FunctionalInterface
public interface Widening {
  /** Any role may be. */
  Widening ALLOWED = role -> Optional.empty();

  /** Why it may not, such as an exemption of one of its sessions; empty when it may. */
  Optional<String> forbidden(Principal role);
}
