package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Arn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an IAM policy document, as found in a record, allows and to whom. */
final class IamPolicy {
  /** Conditions that confine a principal of "*" to accounts or an organization. */
  private static final Set<String> CONFINING =
      Set.of(
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:principalaccount",
          "aws:principalarn",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceorgid");

  /** Operators that demand a match; with IfExists, or for all of no values, they demand nothing. */
  private static final Set<String> COMPARING =
      Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");

  private final List<JsonNode> allows;

  private IamPolicy(List<JsonNode> allows) {
    this.allows = allows;
  }

  /**
   * Reads a policy document, plain or URL-encoded.
   *
   * @throws MalformedRecordException when it is not JSON, for then nobody can tell what it grants
   */
  static IamPolicy parse(String text, String path) {
    try {
      String json =
          text.strip().startsWith("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
      JsonNode document = Json.read(json.getBytes(StandardCharsets.UTF_8));
      return new IamPolicy(
          each(document.path("Statement"))
              .filter(statement -> "Allow".equals(statement.path("Effect").asText()))
              .toList());
    } catch (MalformedRecordException | IllegalArgumentException e) {
      throw new MalformedRecordException("'" + path + "' is not a policy document");
    }
  }

  /** Whether a statement lets anyone in, with no condition that confines them. */
  boolean isOpenToEveryone() {
    return allows.stream().anyMatch(s -> !isConfined(s) && namesEveryone(s));
  }

  /** The accounts that statements name as principals. */
  Set<String> accounts() {
    Set<String> accounts = new TreeSet<>();
    for (JsonNode statement : allows) {
      each(statement.path("Principal").path("AWS"))
          .map(JsonNode::asText)
          .map(text -> Arn.parse(text).map(Arn::account).orElse(text))
          .filter(AwsIds::isAccount)
          .forEach(accounts::add);
    }
    return accounts;
  }

  /**
   * Whether a statement allows everything, or everything in IAM, on every resource or all of IAM's.
   */
  boolean isAdministrator() {
    return allows.stream().anyMatch(s -> coversAllOfIam(s) && allowsAllOfIam(s));
  }

  private static boolean coversAllOfIam(JsonNode statement) {
    return statement.has("NotResource")
        || texts(statement.path("Resource"))
            .anyMatch(r -> r.equals("*") || r.matches("arn:[^:]+:iam::[^:]*\\*[^:]*:\\*"));
  }

  /** An allowance of all but something counts when that something leaves IAM in. */
  private static boolean allowsAllOfIam(JsonNode statement) {
    if (statement.has("NotAction")) {
      return texts(statement.path("NotAction"))
          .noneMatch(a -> a.toLowerCase(Locale.ROOT).startsWith("iam:"));
    }
    return texts(statement.path("Action"))
        .map(a -> a.toLowerCase(Locale.ROOT))
        .anyMatch(Set.of("*", "*:*", "iam:*")::contains);
  }

  private static boolean namesEveryone(JsonNode statement) {
    JsonNode principal = statement.path("Principal");
    return statement.has("NotPrincipal")
        || "*".equals(principal.asText())
        || texts(principal.path("AWS")).anyMatch("*"::equals)
        || texts(principal.path("Federated")).anyMatch("*"::equals);
  }

  private static boolean isConfined(JsonNode statement) {
    for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
      if (COMPARING.contains(operator.getKey().toLowerCase(Locale.ROOT))) {
        for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
          if (CONFINING.contains(key.getKey().toLowerCase(Locale.ROOT))
              && texts(key.getValue()).noneMatch(IamPolicy::isOpen)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A value that leaves the account or organization open; of an ARN, only its account counts. */
  private static boolean isOpen(String value) {
    String account = Arn.parse(value).map(Arn::account).orElse(value);
    return account.isEmpty() || account.contains("*") || account.contains("?");
  }

  private static Stream<String> texts(JsonNode node) {
    return each(node).map(JsonNode::asText);
  }

  /** The elements of a list, or the lone value: IAM allows both everywhere. */
  private static Stream<JsonNode> each(JsonNode node) {
    if (node.isMissingNode()) {
      return Stream.empty();
    }
    return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
  }
}
