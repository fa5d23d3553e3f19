package dev.tokenresponder.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Sigma specification 2.1 says of values, modifiers and conditions, one line each. */
class SigmaMatchingTest {

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        // plain values
        "{s: {a: x}} => {'a':'X'} => true",
        "{s: {a: x}} => {'a':'xy'} => false",
        "{s: {a: [x, y]}} => {'a':'y'} => true",
        "{s: {a: x, b: y}} => {'a':'x','b':'y'} => true",
        "{s: {a: x, b: y}} => {'a':'x','b':'z'} => false",
        "{s: [{a: x}, {b: y}]} => {'b':'y'} => true",
        "{s: {a: 5}} => {'a':'5'} => true",
        "{s: {a: '5'}} => {'a':5} => true",
        "{s: {a: 5}} => {'a':5.0} => true",
        "{s: {a: 5}} => {'a':'x'} => false",
        "{s: {a: true}} => {'a':true} => true",
        "{s: {a: 'true'}} => {'a':true} => true",
        // nesting and arrays
        "{s: {a.b.c: x}} => {'a':{'b':{'c':'x'}}} => true",
        "{s: {a.b.c: x}} => {'a':{'b.c':'x'}} => true",
        "{s: {a.b.c: x}} => {'a.b.c':'x'} => true",
        "{s: {a.b: x}} => {'a':[{'b':'y'},{'b':'x'}]} => true",
        "{s: {a: x}} => {'a':['y','x']} => true",
        "{s: {a.b: x}} => {'a':'x'} => false",
        // wildcards and escapes
        "{s: {a: 'x*z'}} => {'a':'xyyz'} => true",
        "{s: {a: 'x?z'}} => {'a':'xz'} => false",
        "{s: {a: 'x\\*z'}} => {'a':'xyz'} => false",
        "{s: {a: 'x\\*z'}} => {'a':'x*z'} => true",
        // null, empty, exists
        "{s: {a: null}} => {'b':1} => true",
        "{s: {a: null}} => {'a':null} => true",
        "{s: {a: null}} => {'a':''} => false",
        "{s: {a: ''}} => {'a':''} => true",
        "{s: {a: ''}} => {'b':1} => false",
        "{s: {a|exists: true}} => {'a':null} => true",
        "{s: {a|exists: true}} => {'b':1} => false",
        "{s: {a|exists: false}} => {'b':1} => true",
        // modifiers
        "{s: {a|contains: mid}} => {'a':'aMIDb'} => true",
        "{s: {a|startswith: mid}} => {'a':'midb'} => true",
        "{s: {a|startswith: mid}} => {'a':'amid'} => false",
        "{s: {a|endswith: mid}} => {'a':'amid'} => true",
        "{s: {a|contains|all: [x, y]}} => {'a':'y-x'} => true",
        "{s: {a|contains|all: [x, y]}} => {'a':'y'} => false",
        "{s: {a|cased: X}} => {'a':'x'} => false",
        "{s: {a|cased: X}} => {'a':'X'} => true",
        "{s: {a|re: 'x.z'}} => {'a':'axyzb'} => true",
        "{s: {a|re: 'X.z'}} => {'a':'xyz'} => false",
        "{s: {a|re|i: 'X.z'}} => {'a':'xyz'} => true",
        "{s: {a|cidr: 203.0.113.0/24}} => {'a':'203.0.113.5'} => true",
        "{s: {a|cidr: 203.0.113.0/24}} => {'a':'203.0.114.5'} => false",
        "{s: {a|cidr: '2001:db8::/32'}} => {'a':'2001:db8::7'} => true",
        "{s: {a|cidr: '2001:db8::/32'}} => {'a':'203.0.113.5'} => false",
        "{s: {a|re: '^y$'}} => {'a':'x\\ny'} => false",
        "{s: {a|re|m: '^y$'}} => {'a':'x\\ny'} => true",
        "{s: {a|re: 'x.y'}} => {'a':'x\\ny'} => false",
        "{s: {a|re|s: 'x.y'}} => {'a':'x\\ny'} => true",
        "{s: {a|neq: x}} => {'a':'y'} => true",
        "{s: {a|neq: x}} => {'a':'X'} => false",
        "{s: {a|neq: [x, y]}} => {'a':'y'} => false",
        "{s: {a|neq: x}} => {'b':1} => true",
        "{s: {a|gt: 5}} => {'a':6} => true",
        "{s: {a|gt: 5}} => {'a':5} => false",
        "{s: {a|gte: 5}} => {'a':'5'} => true",
        "{s: {a|lt: 5}} => {'a':4.9} => true",
        "{s: {a|lte: 5}} => {'a':'x'} => false",
        "{s: {a|gt: 5}} => {'a':true} => false",
        "{s: {a|fieldref: b}} => {'a':'X','b':'x'} => true",
        "{s: {a|fieldref: b}} => {'a':'X'} => false",
        "{s: {a|fieldref|neq: b}} => {'a':'X','b':'y'} => true",
        "{s: {a|fieldref|endswith: b}} => {'a':'xyz','b':['q','YZ']} => true",
        "{s: {a|fieldref|cased: b}} => {'a':'X','b':'x'} => false",
        "{s: {a|hour: 22}} => {'a':'2026-11-25T22:05:00Z'} => true",
        "{s: {a|hour|gte: 22}} => {'a':'2026-11-25T21:59:59Z'} => false",
        "{s: {a|minute: 5}} => {'a':'2026-11-25 22:05'} => true",
        "{s: {a|day: 25}} => {'a':'2026-11-25'} => true",
        "{s: {a|week: 48}} => {'a':'2026-11-25'} => true",
        "{s: {a|month|lt: 11}} => {'a':'2026-11-25'} => false",
        "{s: {a|year: 2026}} => {'a':'2026-11-25'} => true",
        "{s: {a|year: 2026}} => {'a':'in 2026'} => false",
        "{s: {a|windash|contains: ' -enc'}} => {'a':'x /enc y'} => true",
        "{s: {a|windash|contains: ' -enc'}} => {'a':'x \u2014enc y'} => true",
        "{s: {a|windash|contains: ' -a-b'}} => {'a':' /a/b'} => false",
        "{s: {a|base64: foobar}} => {'a':'Zm9vYmFy'} => true",
        "{s: {a|base64offset|contains: foobar}} => {'a':'eHhmb29iYXJ4'} => true",
        "{s: {a|wide|base64offset|contains: cmd}} => {'a':'YwBtAGQA'} => true",
        "{s: {a|utf16le|base64: cmd}} => {'a':'YwBtAGQA'} => true",
        "{s: {a|utf16be|base64: cmd}} => {'a':'AGMAbQBk'} => true",
        "{s: {a|utf16|base64: cmd}} => {'a':'//5jAG0AZAA='} => true",
        "{s: {a|expand: '%people%'}} => {'a':'adm_7'} => true",
        "{s: {a|expand: 'x-%people%-y'}} => {'a':'X-alice-Y'} => true",
        "{s: {a|expand: '%people%'}} => {'a':'bob'} => false",
        "{s: {a: '%people%'}} => {'a':'%people%'} => true",
        // what looks like a letter of ASCII is none
        "{s: {a: k}} => {'a':'\u212a'} => false",
        "{s: {a: 'É'}} => {'a':'é'} => true",
        // keywords
        "{s: [evil]} => {'a':{'b':['so evil it is']}} => true",
        "{s: [evil]} => {'evil':'no'} => true",
        "{s: {'|all': [one, two]}} => {'a':'two','b':'one'} => true",
        "{s: {'|all': [one, two]}} => {'a':'two'} => false",
      })
  void a_search_identifier_matches(String detection, String event, boolean expected) {
    assertThat(matches(detection.strip(), "s", event)).isEqualTo(expected);
  }

  @Test
  void a_number_of_endless_digits_is_not_even_read() {
    assertThat(matches("{s: {a: 0}}", "s", "{'a':'" + "0".repeat(200) + "'}")).isFalse();
  }

  @ParameterizedTest(name = "{0} with a={1} b={2} c={3} is {4}")
  @CsvSource({
    "a or b and c,               true, false, false, true",
    "(a or b) and c,             true, false, false, false",
    "not a and b,                false, true, false, true",
    "not (a and b),              true, true, false, false",
    "not not a,                  true, false, false, true",
    "1 of them,                  false, true, false, true",
    "any of them,                false, false, false, false",
    "all of them,                true, true, false, false",
    "all of a* and 1 of c*,      true, false, true, true",
    "A AND NOT B,                true, false, false, true",
  })
  void a_condition_holds(String condition, boolean a, boolean b, boolean c, boolean expected) {
    String lower = condition.strip().replace('A', 'a').replace('B', 'b');
    String event = "{'a':'%s','b':'%s','c':'%s'}".formatted(a, b, c);
    String detection = "{a: {a: 'true'}, b: {b: 'true'}, c: {c: 'true'}}";
    assertThat(matches(detection, lower.replace("aND", "AND"), event)).isEqualTo(expected);
  }

  private static boolean matches(String detection, String condition, String event) {
    String rule =
        """
        title: t
        logsource: {product: p}
        detection: %s
        """
            .formatted(
                detection.substring(0, detection.length() - 1)
                    + ", condition: '"
                    + condition
                    + "'}");
    try {
      return ((SigmaRule)
              SigmaParser.read("rule.yml", rule, Map.of("people", List.of("alice", "adm_*")))
                  .documents()
                  .get(0))
          .matches(new JsonView(new ObjectMapper().readTree(event.replace('\'', '"'))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
