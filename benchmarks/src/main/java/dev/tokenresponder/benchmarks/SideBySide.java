package dev.tokenresponder.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.tokenresponder.benchmarks.Rounds.Speed;
import dev.tokenresponder.benchmarks.Starts.FirstVerdicts;
import dev.tokenresponder.benchmarks.workload.Rule;
import dev.tokenresponder.benchmarks.workload.Workload;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.event.ruler.Machine;

/**
 * Compares, in one JVM and on one thread, and prints a Markdown table; ends with 1 when the engines
 * do not agree on an event. The only argument, which may be left out, is a folder with events of
 * one's own.
 */
public final class SideBySide {
  private static final int USUAL = 500;
  private static final long MILLISECOND = 1_000_000;

  private final Workload workload = Workload.create();
  private final RuleSet<SigmaRule> few = Engines.ours(workload.rules(50));
  private final RuleSet<SigmaRule> usual = Engines.ours(workload.rules(USUAL));
  private final RuleSet<SigmaRule> many = Engines.ours(workload.rules(5_000));
  private final Machine fewPatterns = Engines.ruler(workload.rules(50));
  private final Machine usualPatterns = Engines.ruler(workload.rules(USUAL));
  private final Machine exactPatterns = Engines.ruler(workload.rules(USUAL), Rule::exactRuler);
  private final List<byte[]> recorded;

  private SideBySide(List<byte[]> recorded) {
    this.recorded = recorded;
  }

  public static void main(String[] args) throws Exception {
    SideBySide run = new SideBySide(args.length == 0 ? List.of() : Recorded.read(Path.of(args[0])));
    Optional<String> difference = run.difference();
    if (difference.isPresent()) {
      System.err.println("The engines do not agree. " + difference.get());
      System.exit(1);
    }
    Table table = new Table(System.out);
    double ordinary = run.ordinary(table);
    run.hostile(table, ordinary);
    run.allocation(table);
    run.recorded(table);
    run.starts(table);
  }

  private Optional<String> difference() throws Exception {
    List<byte[]> all = new ArrayList<>(workload.events());
    all.addAll(workload.hostile().values());
    all.addAll(recorded);
    return Verdicts.difference(few, fewPatterns, all)
        .or(() -> differenceOf(usualPatterns, all))
        .or(() -> differenceOf(exactPatterns, workload.events()));
  }

  private Optional<String> differenceOf(Machine patterns, List<byte[]> events) {
    try {
      return Verdicts.difference(usual, patterns, events);
    } catch (Exception e) {
      throw new IllegalStateException("event-ruler failed", e);
    }
  }

  /** Returns the nanoseconds per byte at the usual number of rules. */
  private double ordinary(Table table) throws Exception {
    List<byte[]> events = workload.events();
    List<byte[]> quiet = workload.quiet();
    Contender jackson = Contender.jackson("Jackson token scan", events);
    Contender jacksonQuiet = Contender.jackson("Jackson token scan, quiet events", quiet);
    Contender match50 = Contender.match("match, 50 rules", few, events);
    Contender match500 = Contender.match("match, 500 rules", usual, events);
    Contender match5000 = Contender.match("match, 5,000 rules", many, events);
    Contender quiet500 = Contender.match("match, 500 rules, quiet events", usual, quiet);
    Contender ruler50 = Contender.ruler("event-ruler, 50 rules", fewPatterns, events);
    Contender ruler500 = Contender.ruler("event-ruler, 500 rules", usualPatterns, events);
    Contender exact500 =
        Contender.ruler("event-ruler, 500 rules that heed case", exactPatterns, events);
    Map<Contender, Speed> speeds =
        new Rounds(8, 21, 100 * MILLISECOND)
            .run(
                List.of(
                    jackson,
                    match50,
                    match500,
                    match5000,
                    ruler50,
                    ruler500,
                    exact500,
                    jacksonQuiet,
                    quiet500));
    speeds.forEach((contender, speed) -> table.speed(contender.name(), speed));
    table.atMost("match / Jackson scan, 500 rules", ratio(speeds, match500, jackson), 1.5, "");
    table.value("match / Jackson scan, 5,000 rules", ratio(speeds, match5000, jackson), "");
    table.atMost("the same, quiet events, 500 rules", ratio(speeds, quiet500, jacksonQuiet), 1, "");
    table.atLeast("event-ruler / match, 500 rules", ratio(speeds, ruler500, match500), 5, "");
    table.atLeast(
        "event-ruler that heeds case / match, 500 rules", ratio(speeds, exact500, match500), 5, "");
    table.value("event-ruler / match, 50 rules", ratio(speeds, ruler50, match50), "");
    table.atMost("match, 5,000 rules / 50 rules", ratio(speeds, match5000, match50), 1.2, "");
    return speeds.get(match500).nanosPerByte();
  }

  private static double ratio(Map<Contender, Speed> speeds, Contender one, Contender other) {
    return speeds.get(one).nanosPerByte() / speeds.get(other).nanosPerByte();
  }

  private void hostile(Table table, double ordinary) throws Exception {
    List<Contender> contenders = new ArrayList<>();
    workload
        .hostile()
        .forEach((name, event) -> contenders.add(Contender.match(name, usual, List.of(event))));
    contenders.add(Contender.match("", usual, workload.matching()));
    Map<Contender, Speed> speeds = new Rounds(6, 11, 40 * MILLISECOND).run(contenders);
    speeds.keySet().removeIf(contender -> contender.name().isEmpty());
    speeds.forEach((contender, speed) -> table.speed(contender.name(), speed));
    speeds.forEach(
        (contender, speed) ->
            table.atMost(
                "per byte, over ordinary events: " + contender.name(),
                speed.nanosPerByte() / ordinary,
                3,
                ""));
  }

  private void allocation(Table table) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Contender quiet = Contender.match("", usual, workload.quiet());
    quiet.pass().run();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    quiet.pass().run();
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    table.atMost(
        "allocated per quiet event, 500 rules", (double) allocated / quiet.events(), 256, " B");
  }

  private void recorded(Table table) throws Exception {
    if (recorded.isEmpty()) {
      return;
    }
    Contender jackson = Contender.jackson("given events: Jackson token scan", recorded);
    Contender match = Contender.match("given events: match, 500 rules", usual, recorded);
    Contender ruler =
        Contender.ruler("given events: event-ruler, 500 rules", usualPatterns, recorded);
    Map<Contender, Speed> speeds =
        new Rounds(6, 11, 100 * MILLISECOND).run(List.of(jackson, match, ruler));
    speeds.forEach((contender, speed) -> table.speed(contender.name(), speed));
    table.atMost("given events: match / Jackson scan", ratio(speeds, match, jackson), 1.5, "");
    table.atLeast("given events: event-ruler / match", ratio(speeds, ruler, match), 5, "");
  }

  private void starts(Table table) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("benchmarks");
    try {
      Starts starts = new Starts(folder, workload);
      table.atMost("load 5,000 rules, fresh JVM", starts.loadMillis(5_000), 300, " ms");
      verdicts(table, "fresh JVM", starts.firstVerdicts(USUAL));
      verdicts(table, "with class archives", starts.firstVerdictsWithArchives(USUAL));
    } finally {
      delete(folder);
    }
  }

  private static void verdicts(Table table, String how, FirstVerdicts times) {
    table.value("start to first verdict, 500 rules, " + how, times.ours(), " ms");
    table.value("the same by event-ruler", times.ruler(), " ms");
    table.atMost("start, ours / event-ruler, " + how, times.ours() / times.ruler(), 0.4, "");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
