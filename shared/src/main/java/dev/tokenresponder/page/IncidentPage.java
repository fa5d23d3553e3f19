package dev.tokenresponder.page;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.incident.FamilyTree;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An incident as one page that stands for itself: it loads nothing and runs nothing, and says so to
 * the browser.
 */
public final class IncidentPage {
  private final Html html = Html.document();
  private final Incident incident;

  private IncidentPage(Incident incident) {
    this.incident = incident;
  }

  /** The page, as HTML that is well-formed XML too, to be served or kept as UTF-8. */
  public static String of(Incident incident) {
    return new IncidentPage(incident).page();
  }

  private String page() {
    html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
    PageHead.write(html, "Incident " + incident.id());
    html.open("body").open("main");
    header();
    family();
    timeline();
    findings();
    actions();
    html.close();
    html.open("footer")
        .element(
            "p",
            "Written by token-responder. All times are UTC. Credentials are shown by their public"
                + " names, never by their secrets.")
        .close();
    return html.close().close().toString();
  }

  private void header() {
    IncidentState state = incident.state();
    html.open("header");
    html.element("p", "Incident", "class", "brand");
    html.element("h1", incident.id());
    html.open("p", "class", "badges");
    html.element("strong", state.label(), "class", "badge " + state.label());
    html.element(
        "strong", incident.level().label(), "class", "badge level-" + incident.level().label());
    html.text(" " + Labels.sentence(state)).close();
    html.open("dl");
    fact("Principal", incident.principal());
    fact("About", incident.subject());
    if (incident.account() != null) {
      fact("Account", incident.account());
    }
    fact("First event", Labels.time(incident.openedAt()));
    containedAt()
        .ifPresent(
            at ->
                fact(
                    "Contained",
                    Labels.time(at)
                        + ", "
                        + Labels.duration(Duration.between(incident.openedAt(), at))
                        + " after the first event"));
    html.close().close();
  }

  private Optional<Instant> containedAt() {
    return incident.state() == IncidentState.CONTAINED
        ? incident.containment().stream()
            .map(ActionOutcome::at)
            .max(Comparator.naturalOrder())
            .filter(at -> !at.isBefore(incident.openedAt()))
        : Optional.empty();
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }

  private void family() {
    FamilyTree tree = FamilyTree.of(incident);
    section("family-heading", "The family of the credential");
    FamilyDrawing.draw(html, tree);
    html.open("details").element("summary", "The family as a table");
    table("Credential", "Speaks for", "Made from", "Issued", "State");
    for (FamilyTree.Member member : tree.members()) {
      row(
          member.credential() + (member.subject() ? " (in question)" : ""),
          or(member.principal()) + (member.account() == null ? "" : ", " + member.account()),
          or(member.parent()),
          member.issuedAt() == null ? "not known" : Labels.time(member.issuedAt()),
          Labels.member(member.state()));
    }
    html.close().close().close().close();
  }

  private static String or(@Nullable String text) {
    return text == null ? "not known" : text;
  }

  private void timeline() {
    Timeline timeline = Timeline.of(incident);
    section("timeline-heading", "Timeline");
    TimelineDrawing.draw(html, timeline);
    html.open("details").element("summary", "The timeline as a table");
    table("Time", "What", "Detail");
    for (Timeline.Entry entry : timeline.entries()) {
      row(entry.at().toString(), Labels.entry(entry) + ": " + entry.what(), entry.detail());
    }
    html.close().close().close().close();
  }

  private void findings() {
    section("findings-heading", "Findings");
    table("Time", "Finding", "Event");
    for (Sighting sighting : incident.sightings()) {
      html.open("tr");
      html.open("td").text(Labels.time(sighting.time()));
      html.close().open("td");
      html.element(
          "strong", sighting.level().label(), "class", "badge level-" + sighting.level().label());
      html.text(" " + sighting.title()).close();
      String from = sighting.ip() == null ? "" : " from " + sighting.ip();
      html.element("td", sighting.source() + " " + sighting.eventName() + from);
      html.close();
    }
    html.close().close().close();
  }

  private void actions() {
    section("actions-heading", "Actions");
    List<ActionOutcome> actions = incident.actions();
    if (actions.isEmpty()) {
      html.element("p", "None yet.");
    } else {
      table("No.", "Action", "Outcome", "How to undo it");
      for (int i = 0; i < actions.size(); i++) {
        action(i + 1, actions.get(i));
      }
      html.close().close();
    }
    html.close();
  }

  private void action(int number, ActionOutcome outcome) {
    html.open("tr").element("td", String.valueOf(number));
    html.open("td").element("strong", outcome.key().action()).text(" " + outcome.key().name());
    html.close().open("td");
    html.element("strong", outcome.status().label(), "class", "badge " + outcome.status().label());
    html.text(" " + Labels.time(outcome.at()) + ". " + outcome.reason()).close();
    html.open("td");
    if (outcome.undoCommand().isEmpty()) {
      html.text(outcome.status() == Status.UNDONE ? "It was taken back." : "Nothing to take back.");
    } else {
      html.element("code", outcome.undoCommand());
    }
    html.close().close();
  }

  private void section(String id, String heading) {
    html.open("section", "aria-labelledby", id).element("h2", heading, "id", id);
  }

  private void table(String... columns) {
    html.open("table").open("thead").open("tr");
    for (String column : columns) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  private void row(String... cells) {
    html.open("tr");
    for (String cell : cells) {
      html.element("td", cell);
    }
    html.close();
  }
}
