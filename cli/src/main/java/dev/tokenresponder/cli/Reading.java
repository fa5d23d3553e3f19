package dev.tokenresponder.cli;

import dev.tokenresponder.cli.input.Inputs;
import dev.tokenresponder.cli.output.Judged;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.respond.Evaluation;
import dev.tokenresponder.respond.Evaluation.Status;
import dev.tokenresponder.respond.Evaluator;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges every record of the inputs, counts, and says on standard error how it went. */
final class Reading implements Inputs.Sink {
  private static final long PROGRESS_MILLIS = 2_000;

  private final Evaluator evaluator;
  private final @Nullable String source;
  private final Consumer<Judged> judged;
  private final PrintStream messages;
  private final Map<Status, Long> counts = new EnumMap<>(Status.class);
  private long files;
  private String file = "";
  private long index;
  private long total;
  private long unreadable;
  private long nextProgress = System.currentTimeMillis() + PROGRESS_MILLIS;

  Reading(
      Evaluator evaluator, @Nullable String source, Consumer<Judged> judged, PrintStream messages) {
    this.evaluator = evaluator;
    this.source = source;
    this.judged = judged;
    this.messages = messages;
  }

  @Override
  public void document(String name, byte[] bytes) {
    startFile(name);
    for (Evaluation evaluation : evaluator.evaluate(bytes, source)) {
      take(evaluation);
    }
    progress();
  }

  @Override
  public void unreadable(String name, String reason) {
    startFile(name);
    take(new Evaluation(Status.MALFORMED, source, reason, null, List.of(), List.of()));
  }

  private void take(Evaluation evaluation) {
    counts.merge(evaluation.status(), 1L, Long::sum);
    if (evaluation.status() == Status.MALFORMED) {
      unreadable++;
      messages.println(Safe.text(file + "[" + index + "]: malformed: " + evaluation.reason()));
    }
    judged.accept(new Judged(file, index++, evaluation));
    total++;
  }

  private void startFile(String name) {
    if (!name.equals(file)) {
      file = name;
      index = 0;
      files++;
    }
  }

  private void progress() {
    long now = System.currentTimeMillis();
    if (Style.isTerminal() && now >= nextProgress) {
      nextProgress = now + PROGRESS_MILLIS;
      messages.printf("%,d records read%n", total);
    }
  }

  /**
   * Says how many records there were of each kind; the exit code is 1 when some were unreadable.
   */
  int finish() {
    messages.printf(
        "%,d records in %,d files: %,d matched, %,d clear, %,d ignored, %,d malformed%n",
        total,
        files,
        counts.getOrDefault(Status.MATCHED, 0L),
        counts.getOrDefault(Status.CLEAR, 0L),
        counts.getOrDefault(Status.IGNORED, 0L),
        counts.getOrDefault(Status.MALFORMED, 0L));
    return unreadable == 0 ? 0 : 1;
  }
}
