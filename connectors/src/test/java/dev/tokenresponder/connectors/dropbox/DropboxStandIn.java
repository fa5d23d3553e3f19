package dev.tokenresponder.connectors.dropbox;

import dev.tokenresponder.connectors.saas.StandIn;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Dropbox team, with two applications that a member has linked. */
public final class DropboxStandIn implements StandIn {
  private static final String ALICE = "dbmid:EXAMPLEMEMBER0001";

  private final DropboxDouble dropbox =
      new DropboxDouble(Set.of("members.read", "sessions.list", "sessions.modify"));

  public DropboxStandIn() {
    dropbox.members.put(ALICE, "alice@example.com");
    dropbox.linked.addAll(Set.of(ALICE + "/dbaid:EXAMPLEAPP0001", ALICE + "/dbaid:EXAMPLEAPP0009"));
  }

  @Override
  public String name() {
    return "dropbox";
  }

  @Override
  public String sample() {
    return "dropbox.events/app-linked-by-member.json";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TOKEN_RESPONDER_DROPBOX_APP_KEY", DropboxDouble.KEY,
        "TOKEN_RESPONDER_DROPBOX_APP_SECRET", DropboxDouble.SECRET,
        "TOKEN_RESPONDER_DROPBOX_REFRESH_TOKEN", DropboxDouble.REFRESH,
        "TOKEN_RESPONDER_DROPBOX_STAND_IN", dropbox.address());
  }

  @Override
  public List<String> state() {
    return dropbox.linked.stream().map(link -> "linked: " + link).toList();
  }

  @Override
  public boolean comesBack() {
    return false;
  }

  @Override
  public void close() {
    dropbox.close();
  }
}
