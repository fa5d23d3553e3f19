package dev.tokenresponder.aws.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy in its statements. What we did not write stays as it is and where it is.
 *
 * @param statements in their order
 * @param problem why nothing of ours may be written to it; null when it may
 * @param source the text it was read from where others' statements stand in it too; else null
 */
record PolicyDocument(
    List<JsonNode> statements, @Nullable String problem, @Nullable String source) {
  static final PolicyDocument EMPTY = new PolicyDocument(List.of(), null);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  PolicyDocument {
    statements = List.copyOf(statements);
  }

  PolicyDocument(List<JsonNode> statements, @Nullable String problem) {
    this(statements, problem, null);
  }

  /** Reads a document that is not the responder's alone. */
  static PolicyDocument shared(String text) {
    return PolicyText.read(text)
        .map(read -> new PolicyDocument(read.statements(), null, text))
        .orElseGet(() -> new PolicyDocument(List.of(), "cannot be read", text));
  }

  /** Reads a document; one that cannot be read has no statements, and a problem. */
  static PolicyDocument read(String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      JsonNode found = root.path("Statement");
      List<JsonNode> statements = new ArrayList<>();
      if (found.isObject()) {
        statements.add(found);
      } else {
        found.elements().forEachRemaining(statements::add);
      }
      return new PolicyDocument(statements, root.isObject() ? problem(statements) : "is no policy");
    } catch (JsonProcessingException e) {
      return new PolicyDocument(List.of(), "cannot be read");
    }
  }

  private static @Nullable String problem(List<JsonNode> statements) {
    return statements.stream().allMatch(s -> "Deny".equals(s.path("Effect").asText()))
        ? null
        : "allows something, which the responder never wrote; look at it, and take that away";
  }

  /** The same document with these statements of ours, and with all of others'. */
  PolicyDocument with(List<JsonNode> others) {
    return new PolicyDocument(others, problem, source);
  }

  /** The statements of ours, as they stand there. */
  List<JsonNode> ours() {
    return statements.stream().filter(s -> Denial.parse(s).isPresent()).toList();
  }

  /** The statements of ours. */
  List<Denial> denials() {
    return statements.stream().flatMap(s -> Denial.parse(s).stream()).toList();
  }

  /** The one that an owner counts on. */
  Optional<Denial> of(Owner owner) {
    return denials().stream().filter(denial -> owner.isIn(denial.owners())).findFirst();
  }

  /** Whether a statement names the owner, also one that was changed. */
  boolean names(Owner owner) {
    return owner.isIn(owners());
  }

  /** The owners that statements name, also those that were changed. */
  List<Owner> owners() {
    return statements.stream().flatMap(s -> Owner.of(s.path("Sid").asText()).stream()).toList();
  }

  /** The document: without white space, or as others wrote it but for our statements. */
  String text() {
    Optional<PolicyText> written = Optional.ofNullable(source).flatMap(PolicyText::read);
    if (written.isPresent() && ours().size() < statements.size()) {
      return written.get().with(ours());
    }
    ObjectNode document = MAPPER.createObjectNode();
    document.put("Version", "2012-10-17");
    ArrayNode array = document.putArray("Statement");
    statements.forEach(array::add);
    return document.toString();
  }

  /** Its characters as IAM counts them: without white space. */
  long size() {
    return text().chars().filter(c -> !Character.isWhitespace(c)).count();
  }
}
