package dev.tokenresponder.cli;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.gcp.firestore.FirestoreIncidentStore;
import dev.tokenresponder.gcp.firestore.FirestoreLinks;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.lineage.LinkStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The database that the functions on Google Cloud keep incidents in. */
record FirestoreState(Firestore database, FirestoreIncidentStore incidents) implements State {
  private static final String DEFAULT = "(default)";

  /**
   * A project (Resource Manager, "Creating and managing projects"; those of old may have a domain
   * before it) and a database (Firestore REST reference, {@code projects.databases.create}).
   */
  private static final Pattern NAME =
      Pattern.compile(
          "((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9])"
              + "(?:/(\\(default\\)|[a-z][a-z0-9-]{2,61}[a-z0-9]))?");

  /**
   * Those of a project, in its default database or the one that is named.
   *
   * @param environment where {@code FIRESTORE_EMULATOR_HOST} may be set
   * @throws UsageException when there can be no such project or database
   * @throws ActionException when there are no credentials
   */
  static FirestoreState of(String name, Map<String, String> environment) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new UsageException(
          "'"
              + name
              + "' does not name a project or one and a database, like"
              + " firestore:example-project or firestore:example-project/incidents");
    }
    FirestoreOptions.Builder options =
        FirestoreOptions.newBuilder()
            .setProjectId(matcher.group(1))
            .setDatabaseId(matcher.group(2) == null ? DEFAULT : matcher.group(2));
    String emulator = environment.getOrDefault("FIRESTORE_EMULATOR_HOST", "");
    if (emulator.isBlank()) {
      options.setCredentials(GoogleCloud.credentialsAtHand());
    } else {
      options.setEmulatorHost(emulator);
    }
    Firestore database = options.build().getService();
    return new FirestoreState(database, new FirestoreIncidentStore(database, Clock.systemUTC()));
  }

  @Override
  public LinkStore links() {
    return new FirestoreLinks(database);
  }

  @Override
  public List<Incident> newest(int most) {
    return incidents.newest(most);
  }

  @Override
  public Place place() {
    return Place.REAL;
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (Exception e) {
      throw ActionException.retryable("the connection to Firestore cannot be closed", e);
    }
  }
}
