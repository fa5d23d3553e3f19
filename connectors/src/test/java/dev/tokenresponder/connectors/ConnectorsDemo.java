package dev.tokenresponder.connectors;

import dev.tokenresponder.connectors.dropbox.DropboxStandIn;
import dev.tokenresponder.connectors.entra.EntraStandIn;
import dev.tokenresponder.connectors.github.GitHubStandIn;
import dev.tokenresponder.connectors.kubernetes.KubernetesStandIn;
import dev.tokenresponder.connectors.okta.OktaStandIn;
import dev.tokenresponder.connectors.saas.StandIn;
import dev.tokenresponder.connectors.slack.SlackStandIn;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code bin/connectors-demo}: for each system, its sample through the command line against what
 * stands in for the system, and back again. Ends with 1 when something did not come out as it must.
 */
public final class ConnectorsDemo {
  private static final Map<String, Supplier<StandIn>> SYSTEMS = new LinkedHashMap<>();
  private static final Pattern INCIDENT = Pattern.compile("inc-[0-9]{8}-[0-9a-f]+");

  static {
    SYSTEMS.put("entra", EntraStandIn::new);
    SYSTEMS.put("kubernetes", KubernetesStandIn::new);
    SYSTEMS.put("github", GitHubStandIn::new);
    SYSTEMS.put("slack", SlackStandIn::new);
    SYSTEMS.put("okta", OktaStandIn::new);
    SYSTEMS.put("dropbox", DropboxStandIn::new);
  }

  private final Path home;
  private final PrintStream out = System.out;

  private ConnectorsDemo(Path home) {
    this.home = home;
  }

  /**
   * Runs it.
   *
   * @param arguments the folder of the project, then systems; none for all
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> asked = List.of(arguments).subList(1, arguments.length);
    List<String> unknown = asked.stream().filter(name -> !SYSTEMS.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      System.err.println(
          "connectors-demo: no system '"
              + unknown.get(0)
              + "'; there are "
              + String.join(", ", SYSTEMS.keySet()));
      System.exit(2);
    }
    ConnectorsDemo demo = new ConnectorsDemo(Path.of(arguments[0]));
    List<String> failed = new ArrayList<>();
    for (String name : asked.isEmpty() ? SYSTEMS.keySet() : asked) {
      try (StandIn system = SYSTEMS.get(name).get()) {
        if (!demo.run(system)) {
          failed.add(name);
        }
      }
    }
    demo.say(failed.isEmpty() ? "all as it must be" : "not as it must be: " + failed);
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  private boolean run(StandIn system) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("demo");
    try {
      say(system.name() + ": " + system.sample());
      List<String> before = show("before", system);
      String state = folder.resolve("incidents").toString();
      Path sample = home.resolve("events").resolve(system.sample());
      String record = Files.readString(sample);
      String adapted = system.adapted(record);
      if (!adapted.equals(record)) {
        sample = Files.writeString(folder.resolve(sample.getFileName()), adapted);
      }
      String answer =
          cli(
              system,
              "respond",
              "--enforce",
              "--format",
              "text",
              "--policy",
              home.resolve("docs/policy.enforcing.example.yml").toString(),
              "--state",
              state,
              sample.toString());
      List<String> after = show("after", system);
      List<String> ids =
          INCIDENT.matcher(answer).results().map(MatchResult::group).distinct().toList();
      for (String id : ids) {
        cli(system, "undo", id, "--format", "text", "--state", state);
      }
      List<String> back = show("after undo", system);
      boolean undone = back.equals(system.comesBack() ? before : after);
      return !ids.isEmpty() && !after.equals(before) && !after.isEmpty() && undone;
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** The command line as users have it. */
  private String cli(StandIn system, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/token-responder").toString()));
    command.addAll(List.of(arguments));
    out.println("$ token-responder " + String.join(" ", arguments).replace(home + "/", ""));
    out.flush();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(system.environment());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    out.print(text);
    return text;
  }

  private List<String> show(String what, StandIn system) {
    List<String> lines = system.state();
    lines.forEach(line -> out.printf("%-12s %s%n", what, line));
    return lines;
  }

  private void say(String text) {
    out.println("== " + text);
  }
}
