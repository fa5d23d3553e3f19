package dev.tokenresponder.cli;

import dev.tokenresponder.cli.input.Inputs;
import dev.tokenresponder.cli.output.Judged;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.respond.Evaluation;
import dev.tokenresponder.respond.Evaluation.Status;
import dev.tokenresponder.respond.Evaluator;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges every record of the inputs, on all cores and in their order, counts, and says on standard
 * error how it went.
 */
final class Reading implements Inputs.Sink, AutoCloseable {
  /** How much is judged together where that is faster. */
  static final int BATCH_BYTES = 256 * 1024;

  /** Each document by itself and at once, for whom it matters that nothing waits. */
  static final int AT_ONCE = 0;

  private static final long PROGRESS_MILLIS = 2_000;

  private final Evaluator evaluator;
  private final OrderedWork<List<Document>, List<Drafted>> work;
  private List<Document> batch = new ArrayList<>();
  private final int batchSize;
  private int batchBytes;
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
      Evaluator evaluator,
      @Nullable String source,
      int batchSize,
      Consumer<Judged> judged,
      PrintStream messages) {
    this.evaluator = evaluator;
    this.batchSize = batchSize;
    this.source = source;
    this.judged = judged;
    this.messages = messages;
    this.work =
        new OrderedWork<>(Runtime.getRuntime().availableProcessors(), this::draft, this::complete);
  }

  /**
   * A document, or what is wrong with it.
   *
   * @param problem null when it could be read
   */
  private record Document(String file, byte[] bytes, @Nullable String problem) {}

  private record Drafted(Document document, List<Evaluator.Draft> drafts) {}

  @Override
  public void document(String name, byte[] bytes) {
    add(new Document(name, bytes, null));
  }

  @Override
  public void unreadable(String name, String reason) {
    add(new Document(name, new byte[0], reason));
  }

  private void add(Document document) {
    batch.add(document);
    batchBytes += document.bytes().length + document.file().length();
    if (batchBytes >= batchSize) {
      flush();
      if (batchSize == AT_ONCE) {
        work.finish();
      }
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      work.add(batch);
      batch = new ArrayList<>();
      batchBytes = 0;
    }
  }

  private List<Drafted> draft(List<Document> documents) {
    List<Drafted> drafted = new ArrayList<>();
    for (Document document : documents) {
      boolean readable = document.problem() == null;
      drafted.add(
          new Drafted(document, readable ? evaluator.draft(document.bytes(), source) : List.of()));
    }
    return drafted;
  }

  private void complete(List<Drafted> results) {
    for (Drafted result : results) {
      Document document = result.document();
      startFile(document.file());
      if (document.problem() == null) {
        evaluator.complete(result.drafts()).forEach(this::take);
      } else {
        take(
            new Evaluation(
                Status.MALFORMED,
                source,
                document.problem(),
                null,
                List.of(),
                List.of(),
                List.of()));
      }
      progress();
    }
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
    flush();
    work.finish();
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

  @Override
  public void close() {
    work.close();
  }
}
