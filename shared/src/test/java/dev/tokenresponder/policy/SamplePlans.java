package dev.tokenresponder.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** From samples of {@code events/}, also changed ones, to what would be done about them. */
final class SamplePlans {
  static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SamplePlans() {}

  /** The text of a sample. */
  static String sample(String name) {
    try {
      return Files.readString(Path.of("../events/" + name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample with another text at one place. */
  static String with(String record, String pointer, String key, String text) {
    try {
      JsonNode root = MAPPER.readTree(record);
      ((ObjectNode) root.at(pointer)).put(key, text);
      return root.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a playbook or action would do about the record. */
  static List<PlannedAction> plan(String policy, String response, String record) {
    TokenEvent event =
        ((Decoded.Event)
                Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null)
                    .get(0))
            .event();
    Finding finding = new Finding("r", "A rule", Level.HIGH, List.of(), List.of(response), null);
    return new Planner(PolicyReader.parse("p", policy))
        .plan(event, List.of(finding), Instant.parse("2026-11-24T09:30:00Z"));
  }
}
