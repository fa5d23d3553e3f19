package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.time.Instant;
import java.util.List;

/**
 * Tells that something was taken back: one message for all of it.
 *
 * @param owners whom
 */
record UndoNotice(List<String> owners, Notifier notifier, ResponseWriter writer) {

  /**
   * Tells, unless nothing was taken back. It is done, whether or not anybody can be told.
   *
   * @param since what was taken back before this is known already
   */
  void send(Incident incident, List<ActionOutcome> outcomes, Instant since) {
    List<ActionOutcome> undone =
        outcomes.stream()
            .filter(outcome -> outcome.status() == Status.UNDONE)
            .filter(outcome -> !outcome.at().isBefore(since))
            .toList();
    if (undone.isEmpty()) {
      return;
    }
    OwnerMessage message = OwnerMessage.takenBack(incident, undone, Person.atHand());
    writer.told(owners, message);
    try {
      System.err.println("undo: owners: " + notifier.send(owners, message));
    } catch (ActionException e) {
      System.err.println("undo: it is taken back, but nobody was told: " + e.getMessage());
    }
  }
}
