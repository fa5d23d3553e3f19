package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.eventbridge.Alternative;
import dev.tokenresponder.sigma.upstream.Necessary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The event pattern for EventBridge that lets through every event which the rules can match, and as
 * little else as one small pattern can say. EventBridge tells case apart and Sigma does not, so
 * only its case-ignoring comparisons are used.
 */
public final class EventPatterns {
  /** How long a pattern may be (Amazon EventBridge quotas, "Event pattern size"). */
  public static final int LONGEST = 4_096;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EventPatterns() {}

  /**
   * How EventBridge labels the records of a source, and where they hold the event's name: the
   * decoder copies that field into {@code event.name} as it is.
   *
   * @param constants fields of the taxonomy that are the same in all of them
   */
  private record Channel(
      String source,
      List<String> eventSources,
      List<String> types,
      String name,
      Map<String, String> constants) {

    Channel {
      Map<String, String> all = new LinkedHashMap<>(constants);
      all.put("event.source", source);
      constants = Map.copyOf(all);
    }
  }

  /** What AWS's records never tell: applications, their scopes, and countries. */
  static final Set<String> ABSENT =
      Set.of(
          "client.app_id",
          "client.app_name",
          "client.protocol",
          "client.risk",
          "client.scopes",
          "client.verified",
          "context.app_approved",
          "context.country_changed",
          "context.first_seen_app",
          "context.first_seen_country",
          "context.scope_admin",
          "context.scope_files",
          "context.scope_mail",
          "context.scope_offline");

  private static final List<Channel> CHANNELS =
      List.of(
          new Channel(
              "aws.cloudtrail",
              List.of(),
              List.of(
                  "AWS API Call via CloudTrail",
                  "AWS Console Sign In via CloudTrail",
                  "AWS Service Event via CloudTrail"),
              "eventName",
              Map.of()),
          new Channel(
              "aws.guardduty",
              List.of("aws.guardduty"),
              List.of(),
              "type",
              Map.of("activity", "finding")),
          new Channel(
              "aws.health",
              List.of("aws.health"),
              List.of(),
              "eventTypeCode",
              Map.of("activity", "expose")),
          new Channel(
              "aws.access-analyzer",
              List.of("aws.access-analyzer"),
              List.of(),
              "resourceType",
              Map.of("activity", "widen")));

  /**
   * A pattern.
   *
   * @param json the pattern itself
   * @param unfiltered for each source, the titles of the rules because of which all of its events
   *     have to pass
   */
  public record Built(ObjectNode json, Map<String, List<String>> unfiltered) {}

  /** The sources that a pattern can be made for. */
  public static List<String> sources() {
    return CHANNELS.stream().map(Channel::source).toList();
  }

  /**
   * Makes the pattern.
   *
   * @param sources whose events are wanted
   * @return empty when no rule is about any of them
   */
  public static Optional<Built> of(RuleBook book, List<String> sources) {
    List<ObjectNode> branches = new ArrayList<>();
    Map<String, List<String>> unfiltered = new LinkedHashMap<>();
    for (Channel channel : CHANNELS) {
      if (sources.contains(channel.source())) {
        branch(book, channel, unfiltered).ifPresent(branches::add);
      }
    }
    if (branches.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode pattern = branches.get(0);
    if (branches.size() > 1) {
      pattern = MAPPER.createObjectNode();
      pattern.putArray("$or").addAll(branches);
    }
    return Optional.of(new Built(pattern, unfiltered));
  }

  private static Optional<ObjectNode> branch(
      RuleBook book, Channel channel, Map<String, List<String>> unfiltered) {
    UpstreamDemands<Alternative> demands =
        UpstreamDemands.of(book, channel.source(), ofTokens(channel), ofRecords());
    if (demands.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode branch = MAPPER.createObjectNode();
    ArrayNode from = branch.putArray("source");
    channel.eventSources().forEach(from::add);
    if (from.isEmpty()) {
      // Every service of AWS; nobody else may put such events (PutEvents API reference, "Source").
      from.addObject().put("prefix", "aws.");
    }
    put(branch, "detail-type", channel.types());
    if (demands.unlimited().isEmpty()) {
      branch.set("detail", detail(demands.alternatives()));
    } else {
      unfiltered.put(channel.source(), demands.unlimited());
    }
    return Optional.of(branch);
  }

  private static void put(ObjectNode branch, String key, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = branch.putArray(key);
      values.forEach(list::add);
    }
  }

  private static Necessary<Alternative> ofTokens(Channel channel) {
    return new Necessary<>(
        channel.constants(),
        (field, test) -> {
          if (test instanceof ValueTest.OnValue && isAbsent(channel, field)) {
            return Set.of();
          }
          return field.equals("event.name")
              ? Alternative.literally(channel.name(), test)
              : channel.source().equals("aws.cloudtrail") ? CloudTrailHints.of(field, test) : null;
        });
  }

  /** Whether no record of the source ever has the field, so that no demand on a value is met. */
  static boolean isAbsent(Channel channel, String field) {
    boolean aboutResources = channel.source().equals("aws.access-analyzer");
    return ABSENT.contains(field)
        || TokenFields.FROM_THE_PAST.contains(field) && !channel.source().equals("aws.cloudtrail")
        || field.equals("context.contained") && aboutResources
        || field.startsWith("credential.") && aboutResources;
  }

  private static Necessary<Alternative> ofRecords() {
    return new Necessary<>(Map.of(), Alternative::literally);
  }

  private static ObjectNode detail(Set<Alternative> alternatives) {
    Map<String, List<Alternative>> byField = new TreeMap<>();
    alternatives.forEach(
        alternative ->
            byField.computeIfAbsent(alternative.field(), f -> new ArrayList<>()).add(alternative));
    List<ObjectNode> fields = new ArrayList<>();
    byField.forEach((field, wanted) -> fields.add(nested(field, wanted)));
    if (fields.size() == 1) {
      return fields.get(0);
    }
    ObjectNode either = MAPPER.createObjectNode();
    either.putArray("$or").addAll(fields);
    return either;
  }

  private static ObjectNode nested(String field, List<Alternative> wanted) {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode at = root;
    String[] keys = field.split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      at = at.putObject(keys[i]);
    }
    ArrayNode list = at.putArray(keys[keys.length - 1]);
    wanted.stream()
        .map(Alternative::json)
        .sorted(Comparator.comparing(JsonNode::toString))
        .forEach(list::add);
    return root;
  }
}
