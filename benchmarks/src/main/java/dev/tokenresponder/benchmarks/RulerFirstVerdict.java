package dev.tokenresponder.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.event.ruler.Machine;

/** For a fresh JVM: the least that a program with event-ruler does for the same verdict. */
final class RulerFirstVerdict {
  private RulerFirstVerdict() {}

  public static void main(String[] args) throws Exception {
    Machine machine = Machine.builder().build();
    int number = 0;
    for (String pattern : Files.readAllLines(Path.of(args[0]))) {
      machine.addRule("rule-" + number++, pattern);
    }
    String event = Files.readString(Path.of(args[1]));
    System.out.println(machine.rulesForJSONEvent(event).size());
  }
}
