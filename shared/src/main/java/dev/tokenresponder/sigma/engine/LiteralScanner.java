package dev.tokenresponder.sigma.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds every one of many texts in one pass, whatever their ASCII case: the automaton of Aho and
 * Corasick (Communications of the ACM 18, 1975), with all steps worked out beforehand. Time is
 * linear to the bytes, whatever stands in them.
 */
final class LiteralScanner {
  private final byte[] columns = new byte[256];
  private final int width;

  /** The next state, times the width, by state times width plus column; inverted where one ends. */
  private final int[] steps;

  /** The literals that end in a state. */
  private final int[] @Nullable [] found;

  private final int states;

  /** Told of every literal that is found. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param start where the text begins
     * @param at where the literal ends
     * @param end where the text ends
     */
    void found(Answers answers, int literal, int start, int at, int end);
  }

  /**
   * @param literals folded, none of them empty
   */
  LiteralScanner(List<byte[]> literals) {
    int column = 1;
    int bound = 1;
    for (byte[] literal : literals) {
      bound += literal.length;
      for (byte b : literal) {
        if (columns[b & 0xff] == 0) {
          columns[b & 0xff] = (byte) column++;
        }
      }
    }
    for (int upper = 'A'; upper <= 'Z'; upper++) {
      columns[upper] = columns[upper + 32];
    }
    width = column;
    int[] next = new int[bound * width];
    int[] @Nullable [] ends = new int[bound][];
    int count = 1;
    for (int literal = 0; literal < literals.size(); literal++) {
      int state = 0;
      for (byte b : literals.get(literal)) {
        int at = state * width + (columns[b & 0xff] & 0xff);
        if (next[at] == 0) {
          next[at] = count++;
        }
        state = next[at];
      }
      ends[state] = with(ends[state], literal);
    }
    states = count;
    steps = Arrays.copyOf(next, states * width);
    found = Arrays.copyOf(ends, states);
    complete();
  }

  private static int[] with(int @Nullable [] numbers, int... more) {
    if (numbers == null) {
      return more;
    }
    int[] all = Arrays.copyOf(numbers, numbers.length + more.length);
    System.arraycopy(more, 0, all, numbers.length, more.length);
    return all;
  }

  /** Works out where each state goes when its own branch does not go on. */
  private void complete() {
    int[] fallback = new int[states];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int column = 0; column < width; column++) {
      if (steps[column] != 0) {
        queue.add(steps[column]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int[] shorter = found[fallback[state]];
      if (shorter != null) {
        found[state] = with(found[state], shorter);
      }
      for (int column = 0; column < width; column++) {
        int next = steps[state * width + column];
        int otherwise = steps[fallback[state] * width + column];
        if (next == 0) {
          steps[state * width + column] = otherwise;
        } else {
          fallback[next] = otherwise;
          queue.add(next);
        }
      }
    }
    for (int i = 0; i < steps.length; i++) {
      int next = steps[i];
      steps[i] = found[next] == null ? next * width : ~(next * width);
    }
  }

  void scan(byte[] bytes, int start, int end, Answers answers, Sink sink) {
    int state = 0;
    for (int at = start; at < end; at++) {
      state = steps[state + (columns[bytes[at] & 0xff] & 0xff)];
      if (state < 0) {
        state = ~state;
        for (int literal : Objects.requireNonNull(found[state / width])) {
          sink.found(answers, literal, start, at + 1, end);
        }
      }
    }
  }

  /** Whether any literal is there. */
  boolean finds(byte[] bytes, int start, int end) {
    int state = 0;
    for (int at = start; at < end; at++) {
      state = steps[state + (columns[bytes[at] & 0xff] & 0xff)];
      if (state < 0) {
        return true;
      }
    }
    return false;
  }
}
