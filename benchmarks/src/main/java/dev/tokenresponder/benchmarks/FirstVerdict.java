package dev.tokenresponder.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** For a fresh JVM: loads the rules of a file and says how many match the event of another. */
final class FirstVerdict {
  private FirstVerdict() {}

  public static void main(String[] args) throws IOException {
    List<String> texts = List.of(Files.readString(Path.of(args[0])).split("\n---\n"));
    byte[] event = Files.readAllBytes(Path.of(args[1]));
    System.out.println(Engines.load(texts).match(event).size());
  }
}
