package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.respond.TagLookup;
import java.util.Optional;

/**
 * Reads the tags of roles and users of the account at hand. Where they cannot be read the mapping
 * and the fallback list still tell whom to notify, so a permanent failure counts as no tag.
 */
public final class IamTags implements TagLookup {
  private final Iam iam;

  /** Reads through {@code iam}. */
  public IamTags(Iam iam) {
    this.iam = iam;
  }

  @Override
  public Optional<String> tag(Principal principal, String name) {
    String who = principal.name();
    boolean tagged =
        principal.type() == PrincipalType.ROLE || principal.type() == PrincipalType.USER;
    if (who == null || !tagged || !iam.account().equals(principal.account())) {
      return Optional.empty();
    }
    Identity identity =
        principal.type() == PrincipalType.ROLE ? Identity.role(who) : Identity.user(who);
    try {
      return Optional.ofNullable(iam.tags(identity).get(name));
    } catch (ActionException e) {
      if (e.isRetryable()) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
