package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.respond.ActionRunner;
import picocli.CommandLine.Command;

/** Refuses what waits for a person. */
@Command(
    name = "reject",
    description = "Refuse what waits for a person in an incident; nothing is changed.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that waited was refused, or nothing waited",
      "1:something could not be recorded, or did not wait",
      "2:wrong usage, or a state or policy that cannot be used"
    })
final class RejectCommand extends DecisionCommand {
  @Override
  ActionOutcome decide(ActionRunner runner, ActionKey key) {
    return runner.reject(key);
  }

  @Override
  boolean needsPolicy() {
    return false;
  }

  @Override
  Status meant() {
    return Status.REFUSED;
  }
}
