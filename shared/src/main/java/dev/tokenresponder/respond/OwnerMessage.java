package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.incident.Incident;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an owner is told: what happened, to whom, what was done, how to undo it.
 *
 * @param subject at most 100 characters of printable ASCII, as SNS demands of subjects
 * @param text one fact per line; whatever came from outside is on one line and without control
 *     characters
 * @param links by which whoever holds them can decide: for channels of the team only, and never for
 *     an owner's own mailbox, which a thief may read
 */
public record OwnerMessage(String incident, String subject, String text, List<Link> links) {
  private static final int LONGEST_SUBJECT = 100;
  private static final int LONGEST_FACT = 500;
  private static final int LONGEST_COMMAND = 2_000;
  private static final String UNDO = "How to undo it";
  private static final String BY_HAND =
      "what changes by hand within five minutes may be taken for the thief's doing and done again;"
          + " what 'token-responder undo' or a link takes back is not";

  public OwnerMessage {
    links = List.copyOf(links);
  }

  /** A message without links. */
  public OwnerMessage(String incident, String subject, String text) {
    this(incident, subject, text, List.of());
  }

  /**
   * A link, a secret as long as it is unused.
   *
   * @param label plain in any mark-up: what is none of a few ASCII characters becomes a question
   *     mark
   * @param url on https, of characters that need no escape
   */
  public record Link(String label, URI url) {
    private static final int LONGEST = 120;
    private static final Pattern URL = Pattern.compile("https://[A-Za-z0-9:/._~-]{1,2100}");

    public Link {
      String plain = label.replaceAll("[^A-Za-z0-9 .:/@=+,-]", "?");
      label = plain.length() > LONGEST ? plain.substring(0, LONGEST - 3) + "..." : plain;
      if (!URL.matcher(url.toString()).matches()) {
        throw new IllegalArgumentException("a link is on https and has plain characters only");
      }
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** The same message with links. */
  OwnerMessage with(List<Link> others) {
    return new OwnerMessage(incident, subject, text, others);
  }

  /** The message about an incident as it stands. */
  public static OwnerMessage of(Incident incident, ActionRequest request) {
    StringBuilder text = new StringBuilder();
    String level = incident.level().label();
    line(text, "What happened", request.evidence().getOrDefault("rules", request.reason()));
    line(text, "Seen in", seen(request));
    line(text, "To whom", incident.principal() + " (" + incident.subject() + ")");
    if (incident.account() != null) {
      line(text, "Account", incident.account());
    }
    List<ActionOutcome> done = incident.containment();
    int expected = Integer.parseInt(request.arguments().getOrDefault(Arguments.CONTAINMENT, "0"));
    if (done.size() < expected) {
      line(text, "What was done", "containment was asked for and is not finished");
    } else if (done.isEmpty()) {
      line(text, "What was done", "nothing was changed; please look into it");
    }
    for (ActionOutcome outcome : done) {
      line(text, "What was done", describe(outcome));
      if (!outcome.undoCommand().isEmpty()) {
        line(text, UNDO, whole(outcome.undoCommand(), incident));
      }
    }
    if (done.stream().anyMatch(outcome -> !outcome.undoCommand().isEmpty())) {
      line(text, "Before you do so by hand", BY_HAND);
    }
    line(text, "Incident", incident.id() + ", " + incident.state().label() + ", level " + level);
    return new OwnerMessage(incident.id(), subject(level, incident), text.toString());
  }

  /** The message that a person has taken something back. */
  public static OwnerMessage takenBack(Incident incident, List<ActionOutcome> undone, String by) {
    StringBuilder text = new StringBuilder();
    line(text, "What happened", "what was done in an incident was taken back");
    line(text, "By whom", by);
    line(text, "To whom", incident.principal() + " (" + incident.subject() + ")");
    if (incident.account() != null) {
      line(text, "Account", incident.account());
    }
    for (ActionOutcome outcome : undone) {
      String what = outcome.key().action() + " " + outcome.key().name();
      line(text, "What was taken back", what + ". " + outcome.reason());
    }
    line(text, "Incident", incident.id());
    return new OwnerMessage(incident.id(), subject("taken back", incident), text.toString());
  }

  /** A command that is cut or altered does something else. */
  private static String whole(String command, Incident incident) {
    return clean(command, LONGEST_COMMAND).equals(command)
        ? command
        : "by what incident " + incident.id() + " holds; it does not fit here";
  }

  private static String describe(ActionOutcome outcome) {
    return outcome.key().action() + ": " + outcome.status().label() + ". " + outcome.reason();
  }

  private static String seen(ActionRequest request) {
    String ip = request.evidence().get("source_ip");
    return request.evidence().getOrDefault("event", "an event")
        + " at "
        + request.evidence().getOrDefault("time", "an unknown time")
        + (ip == null ? "" : " from " + ip);
  }

  private static void line(StringBuilder text, String label, String fact) {
    int longest = label.equals(UNDO) ? LONGEST_COMMAND : LONGEST_FACT;
    text.append(label).append(": ").append(clean(fact, longest)).append('\n');
  }

  private static String subject(String level, Incident incident) {
    String ascii =
        clean("[token-responder] " + level + ": " + incident.principal(), LONGEST_SUBJECT)
            .chars()
            .mapToObj(c -> c < 128 ? String.valueOf((char) c) : "?")
            .collect(Collectors.joining());
    return ascii;
  }

  /**
   * Without anything that could forge a line or pass for something else: control, format and
   * line-separating characters become blanks, letters of scripts other than ASCII and Latin-1 their
   * number.
   */
  static String clean(String text, int longest) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().forEach(character -> append(clean, character));
    return clean.length() > longest ? clean.substring(0, longest - 1) + "~" : clean.toString();
  }

  private static void append(StringBuilder clean, int character) {
    switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          clean.append(' ');
      default -> {
        if (character < 0x100 || character == '\u2026') {
          clean.appendCodePoint(character);
        } else {
          clean.append(String.format("\\u{%04X}", character));
        }
      }
    }
  }
}
