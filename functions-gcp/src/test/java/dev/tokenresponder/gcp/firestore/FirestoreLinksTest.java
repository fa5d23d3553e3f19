package dev.tokenresponder.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.lineage.LineageContract;
import dev.tokenresponder.lineage.LinkStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of links against the Firestore emulator. */
class FirestoreLinksTest extends LineageContract {
  private static Firestore database;

  @BeforeAll
  static void start() {
    database = FirestoreEmulator.fresh(FirestoreLinksTest.class);
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Override
  protected LinkStore store() {
    return new FirestoreLinks(database);
  }
}
