package dev.tokenresponder.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.incident.Incident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
class IncidentPageBrowserTest {
  /** Shows a page in frames of both widths, and writes down what it measures there. */
  private static final String MEASURE =
      """
      <!DOCTYPE html><meta charset="utf-8"><title>measure</title>
      <iframe width="400" height="900" srcdoc="%1$s"></iframe>
      <iframe width="1400" height="900" srcdoc="%1$s"></iframe>
      <script>
      onload = () => {
        for (const frame of document.querySelectorAll('iframe')) {
          const page = frame.contentDocument;
          const root = page.documentElement;
          const wide = [...page.body.querySelectorAll('*')]
              .filter(e => !e.closest('thead') && e.getBoundingClientRect().right > frame.width);
          const drawing = [...page.querySelectorAll('svg')].filter(svg =>
              [...svg.querySelectorAll('text, rect')].some(e =>
                  e.getBoundingClientRect().right > svg.getBoundingClientRect().right + 1));
          const line = document.createElement('pre');
          line.textContent = 'measured width=' + root.clientWidth + ' needs=' + root.scrollWidth
              + ' beyond=' + wide.length + ' cut=' + drawing.length
              + ' main=' + frame.contentWindow.getComputedStyle(page.querySelector('main')).maxWidth
              + ' scripts=' + page.querySelectorAll('script').length;
          frame.remove();
          document.body.append(line);
        }
      };
      </script>
      """;

  private static final Pattern MEASURED = Pattern.compile("<pre>measured (.*?)</pre>");

  @TempDir Path folder;
  private Chromium chromium;

  @BeforeEach
  void find() {
    Optional<Path> program = Chromium.find();
    if (program.isEmpty()) {
      System.out.println("SKIPPED IncidentPageBrowserTest: there is no Chromium here");
    }
    Assumptions.assumeTrue(program.isPresent());
    chromium = new Chromium(program.orElseThrow(), folder);
  }

  @Test
  void a_reader_sees_the_family_the_timeline_the_findings_and_the_undo() throws Exception {
    String dom = chromium.dom(IncidentPage.of(Incidents.ofFour()));

    assertThat(dom.split("<g class=\"member ", -1)).hasSize(5);
    assertThat(dom)
        .contains(
            "<h1>inc-20260810-c2d1f3a4b5e6</h1>",
            "session, in question</text>",
            ">✓ contained</text>",
            ">✕ not contained</text>",
            ">– not touched</text>",
            ">+ 2 h 4 min</text>",
            ">Checked again  </tspan>",
            "Session used from a network that nobody trusts",
            "<code>aws iam delete-role-policy");
  }

  @Test
  void nothing_is_wider_than_a_telephone_or_than_its_drawing() throws Exception {
    for (Incident incident : List.of(Incidents.ofFour(), wide())) {
      assertThat(measured(IncidentPage.of(incident)))
          .containsExactly(
              "width=400 needs=400 beyond=0 cut=0 main=900px scripts=0",
              "width=1400 needs=1400 beyond=0 cut=0 main=900px scripts=0");
    }
  }

  @Test
  void a_picture_can_be_looked_at() throws Exception {
    Path pictures = Files.createDirectories(Path.of("target", "incident-page"));
    for (int width : new int[] {400, 1_400}) {
      Path file = pictures.resolve(width + ".png").toAbsolutePath();
      chromium.picture(IncidentPage.of(Incidents.ofFour()), width, 2_400, file);
      assertThat(file).isNotEmptyFile();
    }
  }

  private static Incident wide() {
    String text = "\"><script>" + "W".repeat(300);
    return Incidents.incident(
        "session " + text,
        List.of(
            Incidents.relative(text, text, text, null, Incidents.START),
            Incidents.relative("漢".repeat(200), "漢".repeat(200), "1", text, Incidents.START)),
        List.of(Incidents.outcome(text, text, "1", Status.DONE, 1)));
  }

  private List<String> measured(String page) throws Exception {
    String quoted = page.replace("&", "&amp;").replace("\"", "&quot;");
    Matcher found = MEASURED.matcher(chromium.dom(MEASURE.formatted(quoted)));
    return found.results().map(result -> result.group(1)).toList();
  }
}
