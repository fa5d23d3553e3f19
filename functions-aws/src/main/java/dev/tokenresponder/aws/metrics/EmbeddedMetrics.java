package dev.tokenresponder.aws.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.respond.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes lines from which CloudWatch Logs takes metrics; the function needs no right for that
 * (Amazon CloudWatch User Guide, "Specification: Embedded metric format"). Each line stands alone.
 *
 * <p>Every value of a dimension makes another metric, which costs; so there are two, both from
 * closed lists: the audit log of an event, since logs differ in how late they come, and the status
 * of an action, since one chart and one alarm are about all functions.
 */
public final class EmbeddedMetrics implements Metrics {
  private final String namespace;
  private final Clock clock;
  private final Consumer<String> log;

  /**
   * @param namespace of the metrics
   * @param log takes one line, and adds nothing to it
   */
  public EmbeddedMetrics(String namespace, Clock clock, Consumer<String> log) {
    this.namespace = namespace;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public void judged(String source, Duration age) {
    Line line = new Line(Map.of("Source", source));
    line.count("EventsJudged");
    line.seconds("EventAge", age);
    line.write();
  }

  @Override
  public void opened() {
    Line line = new Line(Map.of());
    line.count("Incidents");
    line.write();
  }

  @Override
  public void ended(Status status) {
    Line line = new Line(Map.of("Status", status.label()));
    line.count("Actions");
    line.write();
  }

  @Override
  public void contained(Duration time) {
    Line line = new Line(Map.of());
    line.seconds("TimeToContain", time);
    line.write();
  }

  /** One document, with one set of dimensions. */
  private final class Line {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode metrics;

    Line(Map<String, String> dimensions) {
      ObjectNode metadata = root.putObject("_aws").put("Timestamp", clock.millis());
      ObjectNode directive =
          metadata.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
      ArrayNode names = directive.putArray("Dimensions").addArray();
      dimensions.forEach(
          (name, value) -> {
            names.add(name);
            root.put(name, value);
          });
      metrics = directive.putArray("Metrics");
    }

    void count(String name) {
      metrics.addObject().put("Name", name).put("Unit", "Count");
      root.put(name, 1);
    }

    void seconds(String name, Duration time) {
      metrics.addObject().put("Name", name).put("Unit", "Seconds");
      root.put(name, Metrics.seconds(time));
    }

    void write() {
      log.accept(root.toString());
    }
  }
}
