package dev.tokenresponder.benchmarks;

import dev.tokenresponder.benchmarks.FreshJvm.Answer;
import dev.tokenresponder.benchmarks.workload.Rule;
import dev.tokenresponder.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What happens once per start, measured in JVMs that have done nothing else. */
final class Starts {
  private static final int LOADS = 5;
  private static final int VERDICTS = 9;

  private final Path folder;
  private final Workload workload;
  private final Path event;

  /**
   * @param folder an empty one, for what the programs read
   */
  Starts(Path folder, Workload workload) throws IOException {
    this.folder = folder;
    this.workload = workload;
    this.event = Files.write(folder.resolve("event.json"), workload.matching().get(0));
  }

  private Path sigma(int rules) throws IOException {
    String all =
        workload.rules(rules).stream().map(Rule::sigma).collect(Collectors.joining("\n---\n"));
    return Files.writeString(folder.resolve("rules-" + rules + ".yml"), all);
  }

  private Path ruler(int rules) throws IOException {
    List<String> patterns = workload.rules(rules).stream().map(Rule::ruler).toList();
    return Files.write(folder.resolve("patterns-" + rules + ".txt"), patterns);
  }

  /** The median milliseconds to load so many rules, files read already. */
  double loadMillis(int rules) throws IOException, InterruptedException {
    Path file = sigma(rules);
    double[] millis = new double[LOADS];
    for (int i = 0; i < LOADS; i++) {
      Answer answer = new FreshJvm(List.of()).run(ColdLoad.class, file);
      millis[i] = Long.parseLong(answer.line()) / 1e6;
    }
    return Rounds.median(millis);
  }

  /** Median milliseconds from the start of the JVM to the first verdict. */
  record FirstVerdicts(double ours, double ruler) {}

  FirstVerdicts firstVerdicts(int rules) throws IOException, InterruptedException {
    return firstVerdicts(rules, new FreshJvm(List.of()), new FreshJvm(List.of()));
  }

  /** The same, with an archive of the loaded classes for each of the two. */
  FirstVerdicts firstVerdictsWithArchives(int rules) throws IOException, InterruptedException {
    Path ours = folder.resolve("ours.jsa");
    Path ruler = folder.resolve("ruler.jsa");
    archiving(ours).run(FirstVerdict.class, sigma(rules), event);
    archiving(ruler).run(RulerFirstVerdict.class, ruler(rules), event);
    return firstVerdicts(rules, archived(ours), archived(ruler));
  }

  private static FreshJvm archiving(Path archive) {
    return new FreshJvm(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
  }

  private static FreshJvm archived(Path archive) {
    return new FreshJvm(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
  }

  private FirstVerdicts firstVerdicts(int rules, FreshJvm ours, FreshJvm ruler)
      throws IOException, InterruptedException {
    Path sigma = sigma(rules);
    Path patterns = ruler(rules);
    double[] first = new double[VERDICTS];
    double[] second = new double[VERDICTS];
    for (int i = 0; i < VERDICTS; i++) {
      Answer mine = ours.run(FirstVerdict.class, sigma, event);
      Answer other = ruler.run(RulerFirstVerdict.class, patterns, event);
      if (!mine.line().equals(other.line())) {
        throw new IllegalStateException("first verdicts differ: " + mine + ", " + other);
      }
      first[i] = mine.nanos() / 1e6;
      second[i] = other.nanos() / 1e6;
    }
    return new FirstVerdicts(Rounds.median(first), Rounds.median(second));
  }
}
