package dev.tokenresponder.gcp.emulator;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.gcloud.FirestoreEmulatorContainer;

/**
 * A Firestore to test against: the one {@code FIRESTORE_EMULATOR_HOST} names; else a container;
 * else {@code gcloud emulators firestore} from the PATH. It is started once per test run and ends
 * with it.
 */
public final class FirestoreEmulator {
  private static final Emulator EMULATOR =
      new Emulator(
          "Firestore",
          "FIRESTORE_EMULATOR_HOST",
          FirestoreEmulator::container,
          new GcloudEmulator(
              "cloud-firestore-emulator", List.of(), List.of("emulators", "firestore", "start")));

  private FirestoreEmulator() {}

  /** Host and port; without one the calling test is skipped, with a line that says so. */
  public static String require(Class<?> test) {
    Optional<String> found = find();
    if (found.isEmpty()) {
      System.out.println(EMULATOR.skipped(test));
    }
    Assumptions.assumeTrue(found.isPresent(), "no Firestore emulator");
    return found.get();
  }

  /** Host and port, if there is one or one can be started. */
  public static Optional<String> find() {
    return EMULATOR.find();
  }

  /** A client in a project where nothing is yet; the caller closes it. */
  public static Firestore fresh(Class<?> test) {
    return client(require(test), "test-" + UUID.randomUUID());
  }

  /** A client for an address, which need not be one that answers; the caller closes it. */
  public static Firestore client(String address, String project) {
    return FirestoreOptions.newBuilder()
        .setProjectId(project)
        .setEmulatorHost(address)
        .build()
        .getService();
  }

  @SuppressWarnings("resource") // Testcontainers ends it with this JVM
  private static String container() {
    FirestoreEmulatorContainer container = new FirestoreEmulatorContainer(Emulator.IMAGE);
    container.start();
    return container.getEmulatorEndpoint();
  }
}
