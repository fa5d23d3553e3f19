package dev.tokenresponder.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Events of one's own, from files with an array each. */
final class Recorded {
  private Recorded() {}

  static List<byte[]> read(Path folder) throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<byte[]> events = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        for (JsonNode event : mapper.readTree(file.toFile())) {
          events.add(mapper.writeValueAsBytes(event));
        }
      }
    }
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          "no events in " + folder + ": give a folder with *.json files, an array of events each");
    }
    return events;
  }
}
