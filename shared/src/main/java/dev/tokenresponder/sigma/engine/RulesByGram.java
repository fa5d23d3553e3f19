package dev.tokenresponder.sigma.engine;

import java.util.List;
import java.util.Map;

/** From four characters, anywhere in a text, to the rules that demand them. */
final class RulesByGram {
  private static final int MIX = 0x9E3779B1;

  private final int shift;
  private final long[] filter;
  private final int mask;
  private final int[] grams;
  private final int[][] rules;

  RulesByGram(Map<Integer, List<Integer>> byGram) {
    int size = Math.max(2, Integer.highestOneBit(byGram.size() * 2) * 2);
    mask = size - 1;
    grams = new int[size];
    rules = new int[size][];
    int bits = Math.max(10, 36 - Integer.numberOfLeadingZeros(size));
    shift = 32 - bits;
    filter = new long[1 << bits - 6];
    byGram.forEach(
        (gram, numbers) -> {
          int hash = gram * MIX;
          filter[hash >>> shift >>> 6] |= 1L << (hash >>> shift);
          int slot = hash >>> 8 & mask;
          while (rules[slot] != null) {
            slot = slot + 1 & mask;
          }
          grams[slot] = gram;
          rules[slot] = numbers.stream().mapToInt(Integer::intValue).toArray();
        });
  }

  void find(byte[] bytes, int start, int end, Candidates candidates) {
    int gram = 0;
    for (int at = start; at < end; at++) {
      gram = gram << 8 | Bytes.fold(bytes[at]) & 0xff;
      int hash = gram * MIX;
      int bit = hash >>> shift;
      if ((filter[bit >>> 6] >>> bit & 1) != 0 && at >= start + 3) {
        collect(gram, hash, candidates);
      }
    }
  }

  private void collect(int gram, int hash, Candidates candidates) {
    int slot = hash >>> 8 & mask;
    while (rules[slot] != null) {
      if (grams[slot] == gram) {
        candidates.addAll(rules[slot]);
        return;
      }
      slot = slot + 1 & mask;
    }
  }
}
