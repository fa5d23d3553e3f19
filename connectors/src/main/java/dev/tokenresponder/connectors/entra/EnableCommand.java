package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;

/**
 * Commands for people that enable something again (Azure CLI, "az ad user update", "az ad sp
 * update"). None has an address in it, for that would be shown broken in messages.
 */
final class EnableCommand {

  private EnableCommand() {}

  /** Lets a user sign in. */
  static String user(String id) {
    return "az ad user update --id " + checked(id) + " --account-enabled true";
  }

  /** Lets a service principal get tokens. */
  static String servicePrincipal(String id) {
    return "az ad sp update --id " + checked(id) + " --set accountEnabled=true";
  }

  /** An object id; nothing in it can become another command. */
  private static String checked(String id) {
    if (!id.matches("[0-9a-fA-F-]+")) {
      throw ActionException.retryable("Microsoft Graph answered with an id that is none", null);
    }
    return id;
  }
}
