package dev.tokenresponder.benchmarks.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule that both engines can be given.
 *
 * @param number its place among all
 * @param conditions all of which have to hold
 * @param hit values by field with which an event matches
 */
public record Rule(int number, List<Condition> conditions, Map<String, String> hit) {

  private static final Pattern IGNORING_CASE =
      Pattern.compile("\\{\"equals-ignore-case\":(\"[^\"]*\"|\\[[^\\]]*])}");

  public Rule {
    conditions = List.copyOf(conditions);
    hit = Map.copyOf(hit);
  }

  /** Its id in both engines, a UUID. */
  public String id() {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  /** As a Sigma rule, in YAML. */
  public String sigma() {
    boolean filter = conditions.stream().anyMatch(Condition::isFilter);
    return """
        title: Watched activity %d
        id: %s
        status: test
        description: One of many equal rules of the benchmark
        level: medium
        tags:
          - attack.t1078.004
        logsource:
          product: aws
          service: cloudtrail
        detection:
          selection:
        %s%s  condition: %s
        """
        .formatted(
            number,
            id(),
            part(false),
            filter ? "  filter:\n" + part(true) : "",
            filter ? "selection and not filter" : "selection");
  }

  private String part(boolean filters) {
    return conditions.stream()
        .filter(condition -> condition.isFilter() == filters)
        .map(Condition::sigma)
        .collect(Collectors.joining());
  }

  /** As a pattern of event-ruler, in JSON. */
  public String ruler() {
    ObjectNode pattern = JsonNodeFactory.instance.objectNode();
    for (Condition condition : conditions) {
      Paths.set(pattern, condition.field(), condition.operator().ruler(condition.values()));
    }
    return pattern.toString();
  }

  /**
   * The same pattern, heeding case: what a user of event-ruler who knows the values would write.
   */
  public String exactRuler() {
    return IGNORING_CASE.matcher(ruler()).replaceAll("$1");
  }
}
