package dev.tokenresponder.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import java.io.StringReader;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class IncidentPageTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          ("html head meta title style body main header section footer h1 h2 p strong dl div dt dd"
                  + " table thead tbody tr th td code details summary"
                  + " svg desc g rect path line circle text tspan")
              .split(" "));
  private static final Set<String> ATTRIBUTES =
      Set.of(
          ("xmlns lang charset http-equiv content name id class role scope aria-labelledby viewBox"
                  + " width height x y rx d x1 y1 x2 y2 cx cy r text-anchor")
              .split(" "));

  @Test
  void the_family_is_drawn_with_what_became_of_each() {
    Document page = parse(IncidentPage.of(Incidents.ofFour()));

    List<String> cards = new ArrayList<>();
    for (Element card : all(page, "g")) {
      if (card.getAttribute("class").startsWith("member")) {
        cards.add(card.getAttribute("class") + ": " + all(card, "title").get(0).getTextContent());
      }
    }
    assertThat(cards).hasSize(4);
    assertThat(cards.get(0)).startsWith("member open: session " + Incidents.PARENT);
    assertThat(cards.get(1))
        .startsWith("member contained subject: session " + Incidents.STOLEN)
        .contains("made from session " + Incidents.PARENT);
    assertThat(cards.get(2)).startsWith("member contained: session " + Incidents.CHILD);
    assertThat(cards.get(3)).startsWith("member uncontained: session " + Incidents.EXEMPT);
    assertThat(all(page, "path")).hasSize(3);
  }

  @Test
  void every_drawing_has_a_title_a_description_and_a_table() {
    Document page = parse(IncidentPage.of(Incidents.ofFour()));

    assertThat(all(page, "svg")).hasSize(2);
    for (Element svg : all(page, "svg")) {
      assertThat(svg.getAttribute("role")).isEqualTo("img");
      for (String id : svg.getAttribute("aria-labelledby").split(" ")) {
        assertThat(all(page, "*"))
            .filteredOn(element -> element.getAttribute("id").equals(id))
            .singleElement()
            .satisfies(named -> assertThat(named.getTextContent()).isNotBlank());
      }
    }
    assertThat(all(page, "table")).hasSize(4);
    assertThat(all(page, "th")).allSatisfy(th -> assertThat(th.getAttribute("scope")).isNotEmpty());
  }

  @Test
  void the_browser_may_use_the_style_of_the_page_and_nothing_else() throws Exception {
    String text = IncidentPage.of(Incidents.ofFour());
    Document page = parse(text);

    byte[] style = all(page, "style").get(0).getTextContent().getBytes("UTF-8");
    String hash =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(style));
    assertThat(all(page, "meta"))
        .extracting(meta -> meta.getAttribute("content"))
        .contains(
            "default-src 'none'; style-src 'sha256-"
                + hash
                + "'; base-uri 'none';"
                + " form-action 'none'");
    assertThat(text).doesNotContain("<script", "href=", "src=", "url(", "@import", " style=");
  }

  @Test
  void an_incident_of_which_little_is_known_is_drawn_too() {
    String page = IncidentPage.of(Incidents.incident("target user x", List.of(), List.of()));

    assertThat(all(parse(page), "g"))
        .filteredOn(g -> g.getAttribute("class").startsWith("member"))
        .hasSize(1);
    assertThat(page).contains("None yet.");
  }

  @Test
  void a_family_that_was_made_from_itself_is_drawn_once() {
    Incident incident =
        Incidents.incident(
            "session a",
            List.of(
                Incidents.relative("a", "a", "111122223333", "b", null),
                Incidents.relative("b", "b", "111122223333", "a", null)),
            List.of());

    assertThat(all(parse(IncidentPage.of(incident)), "rect")).hasSize(2);
  }

  @Test
  void of_a_very_long_timeline_the_drawing_leaves_out_the_middle_and_the_table_nothing() {
    List<Sighting> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(Incidents.sighting("e-" + i, i, "t", dev.tokenresponder.event.Level.LOW));
    }
    Incident four = Incidents.ofFour();
    Document page =
        parse(
            IncidentPage.of(
                new Incident(
                    four.id(),
                    four.subject(),
                    four.principal(),
                    four.account(),
                    four.openedAt(),
                    many,
                    four.family(),
                    four.actions())));

    assertThat(all(page, "circle")).hasSize(60);
    assertThat(all(page, "svg").get(1).getTextContent()).contains("945 entries more in the table");
    assertThat(all(all(page, "table").get(1), "tr")).hasSize(1 + 1_005);
  }

  @Property(tries = 200)
  void whatever_a_record_says_stays_text(@ForAll("hostile") String text) {
    String page = IncidentPage.of(hostile(text));

    Document document = parse(page);
    Set<String> elements = new TreeSet<>();
    Set<String> attributes = new TreeSet<>();
    for (Element element : all(document, "*")) {
      elements.add(element.getTagName());
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        attributes.add(element.getAttributes().item(i).getNodeName());
      }
    }
    assertThat(ELEMENTS).containsAll(elements);
    assertThat(ATTRIBUTES).containsAll(attributes);
    assertThat(withoutLines(document))
        .isEqualTo(withoutLines(parse(IncidentPage.of(hostile("x")))));
    assertThat(page).doesNotContainIgnoringCase("<script").doesNotContain("\u202e", "\u0000");
  }

  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> known =
        Arbitraries.of(
            "\"><script>alert(1)</script>",
            "]]></style><script>",
            "--><!--",
            "<![CDATA[",
            "&#0;&lt;&amp",
            "\u202e\u2066\u200b",
            "\u0000\u0008\ufffe\uffff",
            "\ud83d",
            "\ude42",
            "' onload='x",
            "{}</title><svg onload=x>",
            "漢字🙂".repeat(50),
            "a\nb\r\u2028c\u0085");
    return Arbitraries.oneOf(known, Arbitraries.strings().all().ofMinLength(1).ofMaxLength(40))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> String.join("", parts))
        .filter(text -> !text.isBlank());
  }

  /** The elements in order; a drawing may break a text into lines. */
  private static List<String> withoutLines(Document page) {
    return all(page, "*").stream()
        .map(Element::getTagName)
        .filter(name -> !name.equals("text"))
        .toList();
  }

  private static Incident hostile(String text) {
    Relative relative =
        new Relative(Incidents.ref(text), text, text, Incidents.ref(text + "p"), Incidents.START);
    return new Incident(
        text,
        "session " + text,
        text,
        text,
        Incidents.START,
        List.of(
            new Sighting(
                text,
                Incidents.START,
                text,
                text,
                text,
                text,
                text,
                dev.tokenresponder.event.Level.HIGH,
                Incidents.START)),
        List.of(relative),
        List.of(
            new ActionOutcome(
                new ActionKey(text, text, text),
                Status.FAILED,
                text,
                new Undo(text, Map.of()),
                Incidents.START)));
  }

  @Test
  void a_page_is_whole_and_its_names_are_names() {
    Html open = new Html().open("p");

    assertThatThrownBy(open::toString).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Html().open("p onload=x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Html().open("p", "a b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Html().style("</style>"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Element> all(Node in, String name) {
    NodeList nodes =
        in instanceof Document document
            ? document.getElementsByTagName(name)
            : ((Element) in).getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Document parse(String page) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + page, e);
    }
  }
}
