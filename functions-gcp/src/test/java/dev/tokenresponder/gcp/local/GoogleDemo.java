package dev.tokenresponder.gcp.local;

import com.google.api.services.pubsub.model.PubsubMessage;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.gcp.emulator.PubSubEmulator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code bin/google-demo}: a sample through the packaged functions, to the changed state. */
public final class GoogleDemo {
  private static final int TRIES = 600;
  private static final String POLICY =
      "{version: 1, mode: enforce, trusted_networks: [], owners: {fallback: [security@example.com]},"
          + " notifications: {pubsub_topic: %s}}";

  private final PrintStream out = System.out;

  private GoogleDemo() {}

  /**
   * Runs it.
   *
   * @param arguments the folder of the build, then {@code --stay} or a sample, in any order
   */
  public static void main(String[] arguments) throws Exception {
    List<String> rest = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    boolean stay = rest.remove("--stay");
    if (rest.size() != 1 || !Files.isReadable(Path.of(rest.get(0)))) {
      System.err.println(
          "google-demo: give one sample, for example"
              + " events/gcp.audit/owner-for-stranger.json");
      System.exit(2);
    }
    Optional<String> firestore = FirestoreEmulator.find();
    Optional<String> pubsub = PubSubEmulator.find();
    if (firestore.isEmpty() || pubsub.isEmpty()) {
      System.err.println(
          "google-demo: no emulators here; install gcloud, then run\n"
              + "  gcloud components install cloud-firestore-emulator pubsub-emulator beta");
      System.exit(2);
    }
    int code =
        new GoogleDemo()
            .run(Path.of(arguments[0]), Path.of(rest.get(0)), stay, firestore.get(), pubsub.get());
    System.exit(code);
  }

  private int run(Path target, Path sample, boolean stay, String firestore, String pubsub)
      throws Exception {
    byte[] record = Files.readAllBytes(sample);
    List<Decoded> decoded = Decoders.decode(record, Intake.OPERATOR, null);
    Path policy = Files.createTempFile("policy", ".yml");
    try (LocalGoogle local = new LocalGoogle(target, firestore, pubsub, policy)) {
      Files.writeString(policy, POLICY.formatted(local.topic("owners")));
      decoded.forEach(
          d -> {
            if (d instanceof Decoded.Event event) {
              local.prepareFor(event.event());
            }
          });
      say("starting the four functions from " + target.resolve("function.jar"));
      local.startAll();
      for (var function : local.functions().entrySet()) {
        say(
            "%s answers after %d ms with %d MB"
                .formatted(
                    function.getKey(),
                    function.getValue().startUp().toMillis(),
                    function.getValue().residentMegabytes()));
      }
      List<String> before = local.describe();
      show("before", before);
      local.deliver();
      say("publishing " + sample);
      local.publish(new String(record, StandardCharsets.UTF_8));
      List<PubsubMessage> told = await(local);
      show("after", local.describe());
      show("told to owners", told.stream().flatMap(m -> text(m).lines()).toList());
      if (stay) {
        stay(local);
      }
      return told.isEmpty() ? 1 : 0;
    } finally {
      Files.delete(policy);
    }
  }

  /** Owners are told last, when containment is done. */
  private static List<PubsubMessage> await(LocalGoogle local)
      throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      List<PubsubMessage> told = local.published("owners");
      if (!told.isEmpty()) {
        return told;
      }
      Thread.sleep(100);
    }
    return List.of();
  }

  private static String text(PubsubMessage message) {
    return new String(message.decodeData(), StandardCharsets.UTF_8);
  }

  private void stay(LocalGoogle local) throws IOException {
    String token = local.tokens().valid();
    say("the functions stay until you press return; the token is good for an hour:");
    for (var function : local.functions().entrySet()) {
      out.printf(
          "curl -i -X POST -H 'Authorization: Bearer %s' --data-binary @PUSH.json %s # %s%n",
          token, function.getValue().address(), function.getKey());
    }
    out.println("where PUSH.json is {\"message\": {\"data\": \"<base64 of a record>\"}}");
    out.flush();
    System.in.read();
  }

  private void show(String what, List<String> lines) {
    lines.forEach(line -> out.printf("%-16s %s%n", what, line));
  }

  private void say(String text) {
    out.println("== " + text);
  }
}
