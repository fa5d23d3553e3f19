package dev.tokenresponder.cli.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.lineage.Family;
import dev.tokenresponder.lineage.LineageContract;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.lineage.LinkStore;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of links against a file. */
class JdbcLinksTest extends LineageContract {
  @TempDir Path folder;
  private StateFile file;

  @BeforeEach
  void open() {
    file = StateFile.open(folder.resolve("incidents"), Place.REAL);
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Override
  protected LinkStore store() {
    return new JdbcLinks(file);
  }

  @Test
  void a_file_from_before_there_were_links_takes_them_and_keeps_them() throws SQLException {
    file.transact("forget", connection -> Rows.update(connection, "DROP TABLE link"));
    file.close();
    file = StateFile.existing(folder.resolve("incidents.mv.db"));
    Link link =
        Link.of(
                Family.assumed(
                    Family.session("first", "111122223333"),
                    Family.session("second", "444455556666"),
                    Family.NOW))
            .get(0);

    store().put(link);
    file.close();
    file = StateFile.existing(folder.resolve("incidents.mv.db"));

    assertThat(store().from(link.parent().ref(), Family.NOW, 10)).containsExactly(link);
  }
}
