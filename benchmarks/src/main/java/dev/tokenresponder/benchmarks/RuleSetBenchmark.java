package dev.tokenresponder.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tokenresponder.benchmarks.workload.Workload;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import software.amazon.event.ruler.Machine;

/** One ordinary event after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleSetBenchmark {
  @Param({"50", "500", "5000"})
  private int rules;

  private final JsonFactory factory = new JsonFactory();
  private byte[][] events = new byte[0][];
  private String[] texts = new String[0];
  private RuleSet<SigmaRule> ruleSet = Engines.load(List.of());
  private Machine machine = Engines.ruler(List.of());
  private int next;

  @Setup
  public void create() {
    Workload workload = Workload.create();
    events = workload.events().toArray(byte[][]::new);
    texts =
        workload.events().stream()
            .map(event -> new String(event, StandardCharsets.UTF_8))
            .toArray(String[]::new);
    ruleSet = Engines.ours(workload.rules(rules));
    machine = Engines.ruler(workload.rules(rules));
  }

  private int next() {
    next = next + 1 == events.length ? 0 : next + 1;
    return next;
  }

  @Benchmark
  public List<SigmaRule> match() {
    return ruleSet.match(events[next()]);
  }

  @Benchmark
  public List<String> eventRuler() throws Exception {
    return machine.rulesForJSONEvent(texts[next()]);
  }

  @Benchmark
  public void jacksonScan(Blackhole hole) throws IOException {
    try (JsonParser parser = factory.createParser(events[next()])) {
      while (parser.nextToken() != null) {
        hole.consume(parser.currentToken());
      }
    }
  }
}
