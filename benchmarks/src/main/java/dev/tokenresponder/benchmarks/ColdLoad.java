package dev.tokenresponder.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** For a fresh JVM: loads the rules of a file and says how many nanoseconds that took. */
final class ColdLoad {
  private ColdLoad() {}

  public static void main(String[] args) throws IOException {
    List<String> texts = List.of(Files.readString(Path.of(args[0])).split("\n---\n"));
    long start = System.nanoTime();
    int rules = Engines.load(texts).rules().size();
    long elapsed = System.nanoTime() - start;
    if (rules != texts.size()) {
      throw new IllegalStateException(rules + " rules of " + texts.size() + " were read");
    }
    System.out.println(elapsed);
  }
}
