package dev.tokenresponder.gcp.emulator;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.gcloud.PubSubEmulatorContainer;

/**
 * A Pub/Sub to test against: the one {@code PUBSUB_EMULATOR_HOST} names; else a container; else
 * {@code gcloud beta emulators pubsub} from the PATH. It is started once per test run and ends with
 * it. It speaks REST at {@code http://} and what {@link #find} answers.
 */
public final class PubSubEmulator {
  private static final Emulator EMULATOR =
      new Emulator(
          "Pub/Sub",
          "PUBSUB_EMULATOR_HOST",
          PubSubEmulator::container,
          new GcloudEmulator(
              "pubsub-emulator",
              List.of("beta"),
              List.of("beta", "emulators", "pubsub", "start", "--project=token-responder")));

  private PubSubEmulator() {}

  /** Host and port; without one the calling test is skipped, with a line that says so. */
  public static String require(Class<?> test) {
    Optional<String> found = find();
    if (found.isEmpty()) {
      System.out.println(EMULATOR.skipped(test));
    }
    Assumptions.assumeTrue(found.isPresent(), "no Pub/Sub emulator");
    return found.get();
  }

  /** Host and port, if there is one or one can be started. */
  public static Optional<String> find() {
    return EMULATOR.find();
  }

  @SuppressWarnings("resource") // Testcontainers ends it with this JVM
  private static String container() {
    PubSubEmulatorContainer container = new PubSubEmulatorContainer(Emulator.IMAGE);
    container.start();
    return container.getEmulatorEndpoint();
  }
}
