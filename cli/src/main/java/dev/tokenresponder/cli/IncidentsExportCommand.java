package dev.tokenresponder.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.export.OcsfFinding;
import dev.tokenresponder.export.SecurityCommandCenterFinding;
import dev.tokenresponder.export.SecurityHubFinding;
import dev.tokenresponder.incident.Incident;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints an incident in a form that another system takes. */
@Command(
    name = "export",
    description = "One incident in a form that another system takes, as one JSON object.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it was printed", "2:wrong usage, or a state that cannot be used"})
final class IncidentsExportCommand implements Callable<Integer> {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
  private static final Pattern SOURCE = Pattern.compile("organizations/[0-9]+/sources/[0-9]+");

  @Mixin private StateOption state = new StateOption();

  @Parameters(paramLabel = "INCIDENT", description = "The id of the incident.")
  private String id = "";

  @Option(
      names = "--as",
      required = true,
      paramLabel = "ocsf|asff|scc",
      description = "OCSF Detection Finding, AWS Security Hub, or Security Command Center.")
  private String form = "";

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      description = "For asff: the AWS account that it is imported into.")
  private @Nullable String account;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "For asff: the region that it is imported in.")
  private @Nullable String region;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "For scc: organizations/O/sources/S.")
  private @Nullable String source;

  @Override
  public Integer call() {
    try (State opened = state.open()) {
      System.out.println(export(StateOption.find(opened.incidents(), id)));
    }
    System.out.flush();
    return 0;
  }

  private JsonNode export(Incident incident) {
    return switch (form) {
      case "ocsf" -> OcsfFinding.of(incident);
      case "asff" ->
          SecurityHubFinding.of(
              incident, needed("--account", account, ACCOUNT), needed("--region", region, REGION));
      case "scc" -> SecurityCommandCenterFinding.of(incident, needed("--source", source, SOURCE));
      default -> throw new UsageException("--as must be ocsf, asff or scc, not '" + form + "'");
    };
  }

  private static String needed(String option, @Nullable String value, Pattern shape) {
    if (value == null || !shape.matcher(value).matches()) {
      throw new UsageException(option + " is missing or not of the shape it must have");
    }
    return value;
  }
}
