package dev.tokenresponder.action;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every action there is. */
public final class Catalogue {
  /** Tells the owner of a credential; the one action that is part of every answer. */
  public static final String NOTIFY_OWNER = "notify-owner";

  private static final ActionSpec TELL =
      new ActionSpec(
          NOTIFY_OWNER,
          "notify-owners",
          false,
          true,
          Map.of(
              "aws", List.of("iam:ListRoleTags", "iam:ListUserTags", "sns:Publish"),
              "gcp", List.of("pubsub.topics.publish", "resourcemanager.projects.get")),
          "Tells the owner of the credential what happened, what was done and how to undo it.",
          "Nothing to undo.",
          "arn:aws:iam::111122223333:role/app-server",
          Catalogue::owner);

  private static final List<ActionSpec> ALL =
      Stream.of(
              AwsActions.ALL,
              GoogleActions.ALL,
              OktaActions.ALL,
              SlackActions.ALL,
              DropboxActions.ALL,
              List.of(TELL))
          .flatMap(List::stream)
          .toList();

  private static final Map<String, ActionSpec> BY_NAME =
      ALL.stream().collect(Collectors.toMap(ActionSpec::name, Function.identity()));

  private Catalogue() {}

  /** Every action, in the order in which they are done. */
  public static List<ActionSpec> all() {
    return ALL;
  }

  /** The action of that name. */
  public static Optional<ActionSpec> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The actor; where the source does not know it, what was acted on. */
  private static Principal concerned(TokenEvent event) {
    Principal target = event.target();
    return event.actor().type() == PrincipalType.UNKNOWN && target != null ? target : event.actor();
  }

  private static List<Binding> owner(Subject subject) {
    Credential credential = subject.credential();
    Principal principal = credential == null ? concerned(subject.event()) : credential.principal();
    boolean nameless =
        principal.resource() == null && principal.name() == null && principal.id() == null;
    String who =
        credential != null && nameless
            ? "the holder of " + credential.ref().id()
            : principal.display();
    return List.of(
        new Binding.Bound(
            who, principal.account(), Map.of(Arguments.PRINCIPAL, who), List.of(principal), null));
  }
}
