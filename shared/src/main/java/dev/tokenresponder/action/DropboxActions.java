package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/** What can be done in a Dropbox team; permissions are the scopes of a team application. */
final class DropboxActions {
  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "revoke-dropbox-app",
              "revoke-sessions",
              true,
              true,
              Map.of("dropbox", List.of("members.read", "sessions.list", "sessions.modify")),
              "Takes one application's access to the Dropbox of one member of the team away; files"
                  + " that it has copied or changed stay so.",
              "The member links the application again.",
              "dbmid:EXAMPLEMEMBER0001/dbaid:EXAMPLEAPP0001",
              DropboxBindings::app));

  private DropboxActions() {}
}
