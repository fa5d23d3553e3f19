package dev.tokenresponder.sigma.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a text, whatever its ASCII case, to the demands it meets: a table of open addresses. */
final class TextTable {
  private final int mask;
  private final int longest;
  private final long[] hashes;
  private final byte[][] keys;
  private final int[][] demands;

  /**
   * @param byText numbers of demands by folded UTF-8 text
   */
  TextTable(Map<byte[], List<Integer>> byText) {
    int size = Math.max(2, Integer.highestOneBit(byText.size() * 2) * 2);
    mask = size - 1;
    hashes = new long[size];
    keys = new byte[size][];
    demands = new int[size][];
    longest = byText.keySet().stream().mapToInt(key -> key.length).max().orElse(-1);
    byText.forEach(
        (key, numbers) -> {
          long hash = hash(key, 0, key.length);
          int slot = (int) hash & mask;
          while (hashes[slot] != 0) {
            slot = slot + 1 & mask;
          }
          hashes[slot] = hash;
          keys[slot] = key;
          demands[slot] = numbers.stream().mapToInt(Integer::intValue).toArray();
        });
  }

  int @Nullable [] find(byte[] bytes, int start, int end) {
    if (end - start > longest) {
      return null;
    }
    long hash = hash(bytes, start, end);
    int slot = (int) hash & mask;
    while (hashes[slot] != 0) {
      if (hashes[slot] == hash && Bytes.equalFolded(keys[slot], bytes, start, end)) {
        return demands[slot];
      }
      slot = slot + 1 & mask;
    }
    return null;
  }

  /** Never 0, which marks a free slot. */
  private static long hash(byte[] bytes, int start, int end) {
    long hash = Bytes.hash(bytes, start, end);
    return hash == 0 ? 1 : hash;
  }
}
