package dev.tokenresponder.cli.state;

import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.lineage.LinkStore;
import dev.tokenresponder.lineage.LinkText;
import java.time.Instant;
import java.util.List;

/** Links in a state file, those that end last first. */
public final class JdbcLinks implements LinkStore {
  private final StateFile file;

  /** Keeps links in {@code file}. */
  public JdbcLinks(StateFile file) {
    this.file = file;
  }

  @Override
  public void put(Link link) {
    String parent = LinkText.key(link.parent().ref());
    String child = LinkText.key(link.child().ref());
    long until = link.expires().toEpochMilli();
    file.transact(
        "note what a credential was made from",
        connection -> {
          Rows.update(
              connection,
              "DELETE FROM link WHERE parent = ? AND child = ? AND until_millis < ?",
              parent,
              child,
              until);
          return Rows.update(
              connection,
              "INSERT INTO link SELECT ?, ?, ?, ? WHERE NOT EXISTS"
                  + " (SELECT 1 FROM link WHERE parent = ? AND child = ?)",
              parent,
              child,
              until,
              Rows.json(LinkText.write(link)),
              parent,
              child);
        });
  }

  @Override
  public List<Link> from(CredentialRef parent, Instant now, int most) {
    return links("parent", parent, now, most);
  }

  @Override
  public List<Link> to(CredentialRef child, Instant now, int most) {
    return links("child", child, now, most);
  }

  private List<Link> links(String side, CredentialRef ref, Instant now, int most) {
    return file.transact(
        "read what was made from a credential",
        connection ->
            Rows.query(
                connection,
                "SELECT texts FROM link WHERE "
                    + side
                    + " = ? AND until_millis > ? ORDER BY until_millis DESC LIMIT ?",
                row -> LinkText.read(Rows.texts(row.getString("texts"))),
                LinkText.key(ref),
                now.toEpochMilli(),
                most));
  }
}
