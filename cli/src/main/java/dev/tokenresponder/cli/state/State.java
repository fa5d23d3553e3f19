package dev.tokenresponder.cli.state;

import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.LinkStore;
import java.util.List;

/**
 * What commands work on. Whatever is wrong with it is told by an {@link
 * dev.tokenresponder.action.ActionException}.
 */
public interface State extends AutoCloseable {

  /** The incidents in it. */
  IncidentStore incidents();

  /** Which credential was made from which. */
  LinkStore links();

  /** The incidents that were opened last, at most so many, the newest last. */
  List<Incident> newest(int most);

  /** Where the clouds are that they are about. */
  Place place();

  @Override
  void close();
}
