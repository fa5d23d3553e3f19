package dev.tokenresponder.cli;

import dev.tokenresponder.cli.state.StateFile;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file in which incidents are kept. */
final class StateOption {
  @Option(
      names = "--state",
      paramLabel = "FILE",
      required = true,
      description = "The file that 'respond --state' keeps incidents in.")
  private @Nullable Path state;

  StateFile file() {
    return StateFile.existing(Objects.requireNonNull(state));
  }

  static Incident find(IncidentStore store, String id) {
    return store
        .find(id)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no incident '" + id + "' in the file; 'incidents list' shows all"));
  }
}
