package dev.tokenresponder.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tokenresponder.cli.output.PrettyJson;
import dev.tokenresponder.respond.DataAccessLogs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints which audit logs of Google Cloud are to be turned on. */
@Command(
    name = "audit-logs",
    description = {
      "Print, as JSON, the data access audit logs of Google Cloud that the rules need and that are"
          + " off until they are turned on."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the list was printed", "2:wrong usage, or rules that cannot be used"})
final class RulesAuditLogsCommand implements Callable<Integer> {
  @Mixin private RuleSelection selection = new RuleSelection();

  @Override
  public Integer call() throws JsonProcessingException {
    System.out.println(PrettyJson.of(DataAccessLogs.of(selection.book())));
    System.out.flush();
    return 0;
  }
}
