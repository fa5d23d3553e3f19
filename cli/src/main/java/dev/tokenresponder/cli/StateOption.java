package dev.tokenresponder.cli;

import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the incidents are that a command works on. */
final class StateOption {
  static final String LABEL = "FILE|dynamodb:TABLE|firestore:PROJECT[/DATABASE]";

  @Option(
      names = "--state",
      paramLabel = LABEL,
      required = true,
      description =
          "Where incidents are kept: the file of 'respond --state', or the table or database of the"
              + " functions.")
  private String state = "";

  @Mixin private EndpointOption endpoint = new EndpointOption();

  State open() {
    return new StateName(state, endpoint.address(), System.getenv()).existing();
  }

  EndpointOption endpoint() {
    return endpoint;
  }

  static Incident find(IncidentStore store, String id) {
    return store
        .find(id)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no incident '" + id + "' there; 'incidents list' shows all"));
  }
}
