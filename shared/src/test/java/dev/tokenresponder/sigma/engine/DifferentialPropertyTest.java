package dev.tokenresponder.sigma.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaDocument;
import dev.tokenresponder.sigma.SigmaFile;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.SigmaRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The compiled rules and the plain interpreter of the same rules give equal verdicts, over the
 * bytes as over the tree.
 */
class DifferentialPropertyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, List<String>> LISTS =
      Map.of("people", List.of("alice", "b*b", "12"), "none", List.of("nobody"));

  @Property(tries = 3_000)
  void compiled_and_plain_rules_agree(
      @ForAll("rules") List<String> rules, @ForAll("events") JsonNode event)
      throws JsonProcessingException {
    List<SigmaRule> parsed = new ArrayList<>();
    List<PlainSigma> plain = new ArrayList<>();
    for (String rule : rules) {
      SigmaFile file = SigmaParser.read("r.yml", rule, LISTS);
      assertThat(file.problems()).filteredOn(SigmaProblem::isError).as(rule).isEmpty();
      SigmaDocument document = file.documents().get(0);
      parsed.add((SigmaRule) document);
      plain.add(PlainSigma.of(rule, LISTS));
    }
    RuleSet<SigmaRule> set =
        RuleSet.of(parsed, SigmaRule::detection, DifferentialPropertyTest::read);
    List<SigmaRule> expected = new ArrayList<>();
    for (int i = 0; i < parsed.size(); i++) {
      if (plain.get(i).matches(event)) {
        expected.add(parsed.get(i));
      }
      assertThat(parsed.get(i).matches(new JsonView(event)))
          .as(rules.get(i) + "\non " + event)
          .isEqualTo(plain.get(i).matches(event));
    }

    assertThat(set.match(new JsonView(event))).as("tree " + event).isEqualTo(expected);
    assertThat(set.match(bytes(event))).as("bytes " + event).isEqualTo(expected);
    assertThat(set.match(pretty(event))).as("pretty " + event).isEqualTo(expected);
  }

  private static JsonNode read(byte[] bytes) {
    try {
      return MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] bytes(JsonNode event) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(event);
  }

  /** Laid out in another way, with characters escaped where that is possible. */
  private static byte[] pretty(JsonNode event) throws JsonProcessingException {
    return MAPPER
        .writerWithDefaultPrettyPrinter()
        .with(com.fasterxml.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII)
        .writeValueAsString(event)
        .replace("é", "\\u00e9")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<List<String>> rules() {
    return rule().list().ofMinSize(1).ofMaxSize(12);
  }

  private static Arbitrary<String> rule() {
    Arbitrary<String> identifiers =
        identifier().list().ofSize(3).map(list -> String.join(", ", named(list)));
    Arbitrary<String> condition =
        Arbitraries.of(
            "s0",
            "s0 and s1",
            "s0 or s1",
            "s0 and not s1",
            "not s0",
            "not s0 and not (s1 or s2)",
            "1 of s*",
            "all of them",
            "s0 and not 1 of s1*",
            "(s0 or s1) and s2",
            "not all of s*");
    return Combinators.combine(identifiers, condition)
        .as(
            (parts, when) ->
                "{title: t, id: x, level: low, logsource: {product: p}, detection: {"
                    + parts
                    + ", condition: '"
                    + when
                    + "'}}");
  }

  private static List<String> named(List<String> identifiers) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < identifiers.size(); i++) {
      named.add("s" + i + ": " + identifiers.get(i));
    }
    return named;
  }

  private static Arbitrary<String> identifier() {
    Arbitrary<String> map =
        item().list().ofMinSize(1).ofMaxSize(3).map(DifferentialPropertyTest::mapOf);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(8, map),
        net.jqwik.api.Tuple.of(2, map.list().ofMinSize(1).ofMaxSize(2).map(Object::toString)),
        net.jqwik.api.Tuple.of(1, keyword().list().ofMinSize(1).ofMaxSize(2).map(Object::toString)),
        net.jqwik.api.Tuple.of(
            1, keyword().list().ofSize(2).map(words -> "{'|all': " + words + "}")));
  }

  private static String mapOf(List<String[]> items) {
    Map<String, String> map = new LinkedHashMap<>();
    items.forEach(item -> map.put(item[0], item[1]));
    List<String> parts = new ArrayList<>();
    map.forEach((key, value) -> parts.add("'" + key + "': " + value));
    return "{" + String.join(", ", parts) + "}";
  }

  private static Arbitrary<String> keyword() {
    return Arbitraries.of("'alice'", "'some'", "'12'", "'é'", "'b*t'", "'eventname'", "'true'");
  }

  private static Arbitrary<String[]> item() {
    Arbitrary<String> field =
        Arbitraries.of("eventName", "a", "a.b", "a.b.c", "user.name", "user", "n", "time", "ip");
    return Arbitraries.oneOf(
        pair(field, modifier(), text().list().ofMinSize(1).ofMaxSize(3)),
        pair(field, Arbitraries.of("", "|contains"), text()),
        pair(field, Arbitraries.of("|contains|all", "|startswith|all"), text().list().ofSize(2)),
        pair(field, Arbitraries.of("", "|neq"), Arbitraries.of("null", "12", "'12'", "1.50", "0")),
        pair(field, Arbitraries.of("|gt", "|gte", "|lt", "|lte|neq"), Arbitraries.of("12", "-1")),
        pair(field, Arbitraries.of("|exists"), Arbitraries.of("true", "false")),
        pair(field, Arbitraries.of("|re", "|re|i"), Arbitraries.of("'^al'", "'B.?b$'", "'\\d+'")),
        pair(
            field,
            Arbitraries.of("|cidr", "|cidr|neq"),
            Arbitraries.of("203.0.113.0/24", "'2001:db8::/32'")),
        pair(
            field,
            Arbitraries.of("|fieldref", "|fieldref|neq", "|fieldref|startswith", "|fieldref|cased"),
            Arbitraries.of("a.b", "user.name", "eventName")),
        pair(
            field,
            Arbitraries.of("|hour", "|day|gte", "|week", "|month|lt", "|year", "|minute"),
            Arbitraries.of("1", "12", "31", "2026")),
        pair(
            field,
            Arbitraries.of("|expand", "|expand|contains"),
            Arbitraries.of("'%people%'", "'x%none%'")),
        pair(
            field,
            Arbitraries.of(
                "|base64offset|contains",
                "|base64",
                "|wide|base64offset|contains",
                "|windash|contains"),
            Arbitraries.of("'alice'", "'-a /b'", "'some'")));
  }

  private static Arbitrary<String[]> pair(
      Arbitrary<String> field, Arbitrary<String> modifiers, Arbitrary<?> value) {
    return Combinators.combine(field, modifiers, value)
        .as((name, modifier, v) -> new String[] {name + modifier, v.toString()});
  }

  private static Arbitrary<String> modifier() {
    return Arbitraries.of(
        "",
        "|contains",
        "|startswith",
        "|endswith",
        "|cased",
        "|neq",
        "|contains|cased",
        "|endswith|neq",
        "|startswith|cased");
  }

  private static Arbitrary<String> text() {
    return Arbitraries.of(
        "'alice'",
        "'Alice'",
        "'ALI*'",
        "'*ice'",
        "'a?ice'",
        "'bob'",
        "'b*b'",
        "''",
        "'*'",
        "'12'",
        "'some long text'",
        "'long'",
        "'\\*'",
        "'back\\\\slash'",
        "'é'",
        "'caf'",
        "'true'",
        "'{'",
        "'K'",
        "'{\"b\":\"alice\"}'",
        "'\"b\"'",
        "'-a /b'");
  }

  @Provide
  Arbitrary<JsonNode> events() {
    return object(3).map(MAPPER::<JsonNode>valueToTree);
  }

  private static Arbitrary<Object> scalar() {
    return Arbitraries.of(
        "alice",
        "Alice",
        "ALICE",
        "malice",
        "bob",
        "boob",
        "",
        "12",
        "012",
        "1.5",
        "1.50",
        "+12",
        "some long text",
        "SOME LONG TEXT",
        "*",
        "back\\slash",
        "café",
        "É",
        "\u212A",
        "k",
        "true",
        "203.0.113.9",
        "2001:db8::1",
        "2026-12-31T23:12:01Z",
        "2026-01-01",
        "YWxpY2U=",
        "xxxYWxpY2U",
        "YQBsAGkAYwBlAA",
        "–a —b",
        "line\nbreak",
        12,
        1.5,
        -1,
        0,
        12.0,
        1e3,
        12345678901234567L,
        true,
        false,
        Nothing.NULL);
  }

  private enum Nothing {
    NULL
  }

  private static Arbitrary<Object> value(int depth) {
    Arbitrary<Object> scalar =
        scalar().map(value -> value == Nothing.NULL ? MAPPER.nullNode() : value);
    if (depth == 0) {
      return scalar;
    }
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, scalar),
        net.jqwik.api.Tuple.of(2, object(depth - 1).map(Object.class::cast)),
        net.jqwik.api.Tuple.of(
            2,
            Arbitraries.lazy(() -> value(depth - 1)).list().ofMaxSize(3).map(Object.class::cast)));
  }

  /** Keys with dots may stand beside nested ones here: each is a value of the field. */
  private static Arbitrary<Map<String, Object>> object(int depth) {
    return Arbitraries.maps(
            Arbitraries.of(
                "eventName",
                "a",
                "b",
                "c",
                "user",
                "name",
                "n",
                "time",
                "ip",
                "other",
                "a.b",
                "b.c"),
            Arbitraries.lazy(() -> value(depth)))
        .ofMinSize(0)
        .ofMaxSize(5);
  }
}
