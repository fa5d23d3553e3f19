package dev.tokenresponder.connectors.signals;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.connectors.signals.SignalEvent.CredentialCompromise;
import dev.tokenresponder.connectors.signals.SignalEvent.SessionRevoked;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Email;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells owners, and then the receiver of signals. The receiver hears only of people it can know, by
 * their mail address, and only of incidents in which something was really done: that their
 * credential is compromised, and, where their sessions were ended, that too. What goes wrong there
 * is said and costs the owners nothing.
 */
public final class SignallingNotifier implements Notifier {
  /** The actions after which a person's sessions no longer hold. */
  static final Set<String> ENDING_SESSIONS =
      Set.of(
          "revoke-entra-sessions",
          "disable-entra-user",
          "sign-out-user",
          "clear-okta-sessions",
          "reset-slack-sessions");

  private final Notifier owners;
  private final SignalTransmitter transmitter;
  private final IncidentStore store;

  private SignallingNotifier(Notifier owners, SignalTransmitter transmitter, IncidentStore store) {
    this.owners = owners;
    this.transmitter = transmitter;
    this.store = store;
  }

  /** The same notifier, where there is no receiver. */
  public static Notifier around(
      Notifier owners, Optional<SignalTransmitter> transmitter, IncidentStore store) {
    return transmitter
        .<Notifier>map(receiver -> new SignallingNotifier(owners, receiver, store))
        .orElse(owners);
  }

  @Override
  public String send(List<String> recipients, OwnerMessage message) {
    String told = owners.send(recipients, message);
    try {
      int signals = signal(store.find(message.incident()));
      return signals == 0 ? told : told + "; " + signals + " signals sent";
    } catch (ActionException e) {
      return told + "; signals failed: " + e.getMessage();
    }
  }

  private int signal(Optional<Incident> incident) {
    if (incident.isEmpty() || !Email.FORM.matcher(incident.get().principal()).matches()) {
      return 0;
    }
    List<SignalEvent> events = events(incident.get());
    for (SignalEvent event : events) {
      transmitter.send(new Email(incident.get().principal()), event, incident.get().id());
    }
    return events.size();
  }

  private static List<SignalEvent> events(Incident incident) {
    List<ActionOutcome> done =
        incident.containment().stream().filter(outcome -> outcome.status() == Status.DONE).toList();
    List<SignalEvent> events = new ArrayList<>();
    if (!done.isEmpty()) {
      events.add(
          new CredentialCompromise(
              incident.openedAt(), credential(incident), "incident " + incident.id()));
    }
    done.stream()
        .filter(outcome -> ENDING_SESSIONS.contains(outcome.key().action()))
        .findFirst()
        .ifPresent(
            outcome ->
                events.add(
                    new SessionRevoked(outcome.at(), "policy", "incident " + incident.id())));
    return events;
  }

  private static String credential(Incident incident) {
    return Arrays.stream(CredentialKind.values())
        .map(CredentialKind::label)
        .filter(kind -> incident.subject().startsWith(kind + " "))
        .findFirst()
        .orElse("token");
  }

  @Override
  public String toString() {
    return "SignallingNotifier";
  }
}
