package dev.tokenresponder.connectors.decisions;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.page.Html;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.Verdict;
import dev.tokenresponder.respond.Verdict.Question;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The pages behind links: HTML without script, good without style. */
final class DecisionPage {
  private static final int MOST_FINDINGS = 10;
  private static final String STYLE =
      ":root{color-scheme:light dark}"
          + "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
          + "dt{font-weight:600;margin-top:.75rem}"
          + "dd{margin:0;overflow-wrap:anywhere}"
          + "ul{margin:0;padding-left:1.2rem}"
          + "form{display:flex;flex-wrap:wrap;gap:1rem;margin:2rem 0}"
          + "button{font:inherit;padding:.6rem 1.4rem;border:1px solid;border-radius:.4rem;cursor:pointer}";

  /** What browsers let the page do: be styled, and post its own form. */
  static final String SECURITY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private DecisionPage() {}

  /** What is to be decided, with a form. */
  static String question(Standing.Open open, Question question, Instant until) {
    Incident incident = open.incident();
    ActionOutcome outcome = open.outcome();
    ActionKey action = outcome.key();
    boolean waits = question == Question.DECIDE;
    String title = waits ? "An action waits for a person" : "Take an action back?";
    Html html = begin(title);
    html.open("dl");
    html.element("dt", "What was seen").open("dd").open("ul");
    incident.sightings().stream()
        .sorted(Comparator.comparing(Sighting::time).reversed())
        .limit(MOST_FINDINGS)
        .forEach(sighting -> html.element("li", seen(sighting)));
    html.close().close();
    fact(html, "To whom", incident.principal() + " (" + incident.subject() + ")");
    if (incident.account() != null) {
      fact(html, "Account", incident.account());
    }
    fact(html, "Action", action.action() + " on " + action.name());
    if (waits) {
      fact(html, "What would be done, and why it waits", outcome.reason());
      requested(html, open.request());
    } else {
      fact(html, "What was done", outcome.reason() + ", at " + outcome.at());
      fact(html, "What taking it back comes to", outcome.undo().command());
    }
    fact(html, "Incident", incident.id() + ", " + incident.state().label());
    fact(html, "This link ends", until.toString());
    html.close();
    html.open("form", "method", "post");
    if (waits) {
      button(html, Verdict.APPROVE, "Approve");
      button(html, Verdict.REJECT, "Reject");
    } else {
      button(html, Verdict.UNDO, "Take it back");
    }
    html.close();
    html.element("p", "Each link decides once. Nothing has happened by looking at this page.");
    return end(html);
  }

  private static void requested(Html html, @Nullable ActionRequest request) {
    if (request != null) {
      fact(html, "Asked for because", request.reason());
      if (request.arguments().containsKey(Arguments.ISSUED_BEFORE)) {
        fact(
            html,
            "What an approval reaches",
            "the sessions issued until it, whatever time stands above");
      }
    }
  }

  /** What was decided just now. */
  static String given(Verdict verdict, ActionKey action) {
    Html html =
        begin(
            switch (verdict) {
              case APPROVE -> "Approved";
              case REJECT -> "Rejected";
              case UNDO -> "It will be taken back";
            });
    html.element("p", action.action() + " on " + action.name());
    html.element(
        "p",
        switch (verdict) {
          case APPROVE ->
              "It is being done now, within seconds as a rule; the owner is told how it ended."
                  + " Whom the policy exempts is left alone all the same.";
          case REJECT -> "It will not be done. In this incident it is not done without a person.";
          case UNDO ->
              "It is being taken back now, within seconds as a rule; the owner is told how it ended."
                  + " In this incident it is not done again without a person.";
        });
    html.element("p", "Incident " + action.incident() + ". This link is used up.");
    return end(html);
  }

  /** A page that says one thing. */
  static String sentence(String sentence) {
    return end(begin("token-responder").element("p", sentence));
  }

  private static String seen(Sighting sighting) {
    return sighting.title()
        + " ("
        + sighting.level().label()
        + "): "
        + sighting.source()
        + " "
        + sighting.eventName()
        + " at "
        + sighting.time()
        + (sighting.ip() == null ? "" : " from " + sighting.ip());
  }

  private static void fact(Html html, String label, String fact) {
    html.element("dt", label).element("dd", fact);
  }

  private static void button(Html html, Verdict verdict, String label) {
    html.element("button", label, "type", "submit", "name", "verdict", "value", verdict.label());
  }

  private static Html begin(String title) {
    Html html = Html.document();
    html.open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", title).style(STYLE).close();
    return html.open("body").open("main").element("h1", title);
  }

  private static String end(Html html) {
    return html.close().close().close().toString();
  }

  private static String sha256(String style) {
    try {
      byte[] text = style.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
