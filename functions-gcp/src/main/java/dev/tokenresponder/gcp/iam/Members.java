package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;
import java.util.Optional;

/** Members of policies as exemptions know them. */
final class Members {

  private Members() {}

  /** Who loses the role. */
  static Principal of(ActionRequest request) {
    String member = request.argument(Arguments.MEMBER);
    String rest = member.substring(member.indexOf(':') + 1);
    PrincipalType type =
        member.startsWith("user:")
            ? PrincipalType.USER
            : member.startsWith("serviceAccount:")
                ? PrincipalType.SERVICE_ACCOUNT
                : PrincipalType.UNKNOWN;
    return new Principal(type, rest, rest, request.arguments().get(Arguments.MEMBER_ACCOUNT), null);
  }

  /** Who gave it, where the record told. */
  static List<Principal> giver(ActionRequest request) {
    return Optional.ofNullable(request.arguments().get(Arguments.GIVEN_BY))
        .map(address -> new Principal(PrincipalType.USER, address, address, null, null))
        .map(List::of)
        .orElse(List.of());
  }
}
