package dev.tokenresponder.benchmarks;

import dev.tokenresponder.benchmarks.workload.Rule;
import dev.tokenresponder.benchmarks.workload.Workload;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
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
import software.amazon.event.ruler.Machine;

/** From texts to something that gives verdicts, in a JVM that is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoadBenchmark {
  @Param({"50", "500", "5000"})
  private int rules;

  private List<Rule> drawn = List.of();
  private List<String> texts = List.of();

  @Setup
  public void create() {
    drawn = Workload.create().rules(rules);
    texts = drawn.stream().map(Rule::sigma).toList();
  }

  @Benchmark
  public RuleSet<SigmaRule> sigma() {
    return Engines.load(texts);
  }

  @Benchmark
  public Machine eventRuler() {
    return Engines.ruler(drawn);
  }
}
