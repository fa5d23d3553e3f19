package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** What owners are shown of a command that undoes something. */
public final class Shown {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private Shown() {}

  /** The texts in which each system shows it; entities of Slack's are put back. */
  public static List<String> of(String command) {
    OwnerMessage message =
        new OwnerMessage("incident-1", "subject", "How to undo it: " + command + "\n");
    return Stream.concat(
            Stream.of(
                SlackBody.of(message).toString().replace("&amp;", "&"),
                GoogleChatBody.of(message).toString(),
                TeamsBody.of(message).toString(),
                MailNotifier.text(message)),
            Stream.of(onCall(message)))
        .toList();
  }

  private static String onCall(OwnerMessage message) {
    try (PostDouble server = new PostDouble(posted -> true, 202)) {
      new PagerDutyNotifier(KEY, server.address()).send(List.of(), message);
      return server.posts().get(0).json().at("/payload/custom_details/message").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
