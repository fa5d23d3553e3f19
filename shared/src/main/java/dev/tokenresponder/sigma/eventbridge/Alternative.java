package dev.tokenresponder.sigma.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.sigma.Fold;
import dev.tokenresponder.sigma.TextPattern;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.upstream.Necessary;
import dev.tokenresponder.sigma.upstream.SafeText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an event pattern can ask of one field (EventBridge User Guide, "Comparison
 * operators for use in event patterns").
 *
 * @param field the path of the field in the record
 * @param operator how the text is compared
 */
public record Alternative(String field, Operator operator, String text)
    implements Necessary.Alternative {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Spells texts whose case does not matter in one way, so that equal ones are seen to be. */
  public Alternative {
    text = operator == Operator.WILDCARD ? text : Fold.fold(text);
  }

  /** The comparisons; they ignore case, as Sigma does, unless they say otherwise. */
  public enum Operator {
    EQUALS,
    PREFIX,
    SUFFIX,
    /** Stars stand for anything; the one comparison that tells case apart. */
    WILDCARD,
    /** The field is there; the text says nothing. */
    EXISTS
  }

  /** What stands in the list of the field. */
  public JsonNode json() {
    ObjectNode ignoringCase = MAPPER.createObjectNode().put("equals-ignore-case", text);
    return switch (operator) {
      case EQUALS -> ignoringCase;
      case PREFIX -> MAPPER.createObjectNode().set("prefix", ignoringCase);
      case SUFFIX -> MAPPER.createObjectNode().set("suffix", ignoringCase);
      case WILDCARD -> MAPPER.createObjectNode().put("wildcard", text);
      case EXISTS -> MAPPER.createObjectNode().put("exists", true);
    };
  }

  @Override
  public int length() {
    return text.length() + field.length() + 1;
  }

  /** What a demand means for a field of the record that has the very values of the rule's. */
  public static @Nullable Set<Alternative> literally(String field, ValueTest test) {
    if (!(test instanceof ValueTest.Text demand)) {
      return null;
    }
    TextPattern pattern = demand.pattern();
    List<String> literals = pattern.literals();
    if (literals.isEmpty()) {
      return null;
    }
    String first = literals.get(0);
    String last = literals.get(literals.size() - 1);
    if (pattern.isPlain()) {
      return SafeText.is(first) ? Set.of(new Alternative(field, Operator.EQUALS, first)) : null;
    }
    if (pattern.startsWithLiteral() && SafeText.is(first)) {
      return Set.of(new Alternative(field, Operator.PREFIX, first));
    }
    return pattern.endsWithLiteral() && SafeText.is(last)
        ? Set.of(new Alternative(field, Operator.SUFFIX, last))
        : null;
  }
}
