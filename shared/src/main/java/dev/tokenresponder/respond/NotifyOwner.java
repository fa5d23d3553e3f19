package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Owners;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the owner of a credential how its incident stands. */
public final class NotifyOwner implements ActionHandler {
  private static final long PAUSE_MILLIS = 250;

  private final Owners owners;
  private final TagLookup tags;
  private final Notifier notifier;
  private final IncidentStore store;
  private final Duration patience;
  private final DecisionLinks links;

  /**
   * Tells through {@code notifier} whoever {@code owners} and the principal's tag name.
   *
   * @param patience how long to wait for the incident's containment, so that the message can say
   *     what was done; then it says what is still to come
   */
  public NotifyOwner(
      Owners owners, TagLookup tags, Notifier notifier, IncidentStore store, Duration patience) {
    this(owners, tags, notifier, store, patience, DecisionLinks.NONE);
  }

  /** As above, with links by which the team can decide. */
  public NotifyOwner(
      Owners owners,
      TagLookup tags,
      Notifier notifier,
      IncidentStore store,
      Duration patience,
      DecisionLinks links) {
    this.links = links;
    this.owners = owners;
    this.tags = tags;
    this.notifier = notifier;
    this.store = store;
    this.patience = patience;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Incident incident = settled(request);
    Principal principal = principal(request);
    List<String> recipients =
        owners.of(principal, tag(principal), place(request), tag(placeOf(request)));
    return new Preparation.Ready(
        new Message(
            principal, recipients, OwnerMessage.of(incident, request).with(links.of(incident))));
  }

  private Optional<String> tag(Principal principal) {
    return tags.tag(principal, owners.tag());
  }

  private static @Nullable String place(ActionRequest request) {
    return request.arguments().get(Arguments.PLACE);
  }

  private static Principal placeOf(ActionRequest request) {
    return new Principal(PrincipalType.ACCOUNT, null, null, place(request), null);
  }

  private Incident settled(ActionRequest request) {
    int expected = Integer.parseInt(request.arguments().getOrDefault(Arguments.CONTAINMENT, "0"));
    Incident incident = find(request);
    for (long waited = 0;
        incident.containment().size() < expected && waited < patience.toMillis();
        waited += PAUSE_MILLIS) {
      pause();
      incident = find(request);
    }
    return incident;
  }

  private Incident find(ActionRequest request) {
    return store
        .find(request.incident())
        .orElseThrow(
            () ->
                ActionException.retryable(
                    "incident " + request.incident() + " is not there yet", null));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while waiting for the containment", e);
    }
  }

  private static Principal principal(ActionRequest request) {
    String name = request.argument(Arguments.PRINCIPAL);
    Optional<Arn> arn = Arn.parse(name);
    PrincipalType type =
        switch (arn.map(Arn::type).orElse("")) {
          case "role" -> PrincipalType.ROLE;
          case "user" -> PrincipalType.USER;
          default -> PrincipalType.UNKNOWN;
        };
    return new Principal(type, null, arn.map(Arn::lastName).orElse(name), request.account(), name);
  }

  private final class Message implements Preparation.Change {
    private final Principal principal;
    private final List<String> recipients;
    private final OwnerMessage message;
    private String where = "";

    Message(Principal principal, List<String> recipients, OwnerMessage message) {
      this.principal = principal;
      this.recipients = recipients;
      this.message = message;
    }

    @Override
    public Principal principal() {
      return principal;
    }

    @Override
    public String description() {
      return "tell " + who();
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      where = notifier.send(recipients, message);
    }

    @Override
    public String verify() {
      return "told " + who() + ": " + where;
    }

    private String who() {
      return recipients.isEmpty() ? "nobody in particular" : String.join(", ", recipients);
    }
  }
}
