package dev.tokenresponder.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.cli.input.Inputs;
import dev.tokenresponder.cli.output.BacktestTable;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Evaluation;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.Memory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How the rules do on events of which somebody has said what they are. */
@Command(
    name = "backtest",
    description = {
      "Judge labelled events and count what is flagged, by label and by source.",
      "Each case is a JSON object with 'event', the raw record, and 'label', any word; 'case_id' and"
          + " 'log_type' are shown when they are there. Each is judged by itself."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all cases were judged",
      "1:some input was no case; standard error says which",
      "2:wrong usage, or rules or a policy that cannot be used"
    })
final class BacktestCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private RuleOptions rules = new RuleOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files or folders of cases, plain or gzipped; - is standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "From which level on a case counts as flagged. Default: medium.")
  private String level = "medium";

  @Option(
      names = "--show",
      paramLabel = "LABEL",
      description = "List the cases with this label: what was found in each.")
  private String show = "";

  private int wrong;

  @Override
  public Integer call() {
    Level least =
        Level.of(level).orElseThrow(() -> new UsageException("there is no level '" + level + "'"));
    Policy policy = rules.policy();
    Evaluator evaluator =
        new Evaluator(
            rules.rules(policy), policy, Intake.OPERATOR, Memory.none(), TokenEvent::time);
    BacktestTable table = new BacktestTable(least, show);
    new Inputs(paths, System.in)
        .read(
            new Inputs.Sink() {
              @Override
              public void document(String file, byte[] bytes) {
                judge(evaluator, file, bytes, table);
              }

              @Override
              public void unreadable(String file, String reason) {
                refuse(file, reason);
              }
            });
    table.print(System.out);
    System.out.flush();
    return wrong == 0 ? 0 : 1;
  }

  private void judge(Evaluator evaluator, String file, byte[] bytes, BacktestTable table) {
    try {
      JsonNode labelled = MAPPER.readTree(bytes);
      JsonNode event = labelled.path("event");
      String label = labelled.path("label").asText("");
      if (!event.isObject() || label.isEmpty()) {
        refuse(file, "a case needs 'event', an object, and 'label'");
        return;
      }
      List<Evaluation> judged = evaluator.evaluate(MAPPER.writeValueAsBytes(event), null);
      table.add(
          label,
          labelled.path("log_type").asText(""),
          labelled.path("case_id").asText(file),
          judged);
    } catch (JsonProcessingException e) {
      refuse(file, "not valid JSON");
    } catch (IOException e) {
      refuse(file, "not readable");
    }
  }

  private void refuse(String file, String reason) {
    wrong++;
    System.err.println(Safe.text(file + ": " + reason));
  }
}
