package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import java.util.regex.Pattern;

/**
 * How a record names an application: by the object id in this tenant, or by the client id that is
 * the same everywhere.
 */
record DirectoryName(String id, boolean client) {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  DirectoryName {
    if (!GUID.matcher(id).matches()) {
      throw ActionException.permanent("the id of an application or service principal is no GUID");
    }
  }

  static DirectoryName of(ActionRequest request) {
    String client = request.arguments().get(Arguments.CLIENT_ID);
    return client == null
        ? new DirectoryName(request.argument(Arguments.DIRECTORY_OBJECT), false)
        : new DirectoryName(client, true);
  }

  String path(String kind) {
    return "/" + kind + (client ? "(appId='" + id + "')" : "/" + id);
  }
}
