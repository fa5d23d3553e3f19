package dev.tokenresponder.sigma.engine;

import java.util.Arrays;

/** The rules that may match the record at hand, each once. */
final class Candidates {
  private final int[] chosenIn;
  private final int[] rules;
  private int record;
  private int size;

  Candidates(int rules) {
    this.chosenIn = new int[rules];
    this.rules = new int[rules];
  }

  void clear() {
    size = 0;
    if (++record == Integer.MAX_VALUE) {
      record = 1;
      Arrays.fill(chosenIn, 0);
    }
  }

  void addAll(int[] numbers) {
    for (int rule : numbers) {
      if (chosenIn[rule] != record) {
        chosenIn[rule] = record;
        rules[size++] = rule;
      }
    }
  }

  int size() {
    return size;
  }

  int get(int index) {
    return rules[index];
  }
}
