package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.respond.ActionRunner;
import picocli.CommandLine.Command;

/** Does what waits for a person. */
@Command(
    name = "approve",
    description = {
      "Do what waits for a person in an incident, whatever the mode and beyond limits.",
      "Whom the policy exempts, or does not look after, is left alone all the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that waited was done, or nothing waited",
      "1:something was refused or failed",
      "2:wrong usage, or a state or policy that cannot be used, or no way to the cloud"
    })
final class ApproveCommand extends DecisionCommand {
  @Override
  ActionOutcome decide(ActionRunner runner, ActionKey key) {
    return runner.approve(key);
  }

  @Override
  boolean needsPolicy() {
    return true;
  }

  @Override
  Status meant() {
    return Status.DONE;
  }
}
