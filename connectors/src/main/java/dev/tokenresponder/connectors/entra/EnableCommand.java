package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;

/** A command for people that enables something again (Azure CLI, "az rest"). */
final class EnableCommand {

  private EnableCommand() {}

  /**
   * The command.
   *
   * @param kind {@code users} or {@code servicePrincipals}
   * @param id an object id; nothing in it can become another command
   */
  static String of(String kind, String id) {
    if (!id.matches("[0-9a-fA-F-]+")) {
      throw ActionException.retryable("Microsoft Graph answered with an id that is none", null);
    }
    return "az rest --method PATCH --url https://graph.microsoft.com/v1.0/"
        + kind
        + "/"
        + id
        + " --body '{\"accountEnabled\": true}'";
  }
}
