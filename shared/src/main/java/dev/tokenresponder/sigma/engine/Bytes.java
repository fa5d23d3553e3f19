package dev.tokenresponder.sigma.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Spans of bytes, compared and hashed eight at a time; ASCII case is folded. */
final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Bytes() {}

  static long longAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Marks, by its highest bit, every byte that ends or complicates a JSON string. */
  static long special(long word) {
    long quote = word ^ (ONES * '"');
    long backslash = word ^ (ONES * '\\');
    return ((quote - ONES) & ~quote
            | (backslash - ONES) & ~backslash
            | (word - ONES * 0x20) & ~word
            | word)
        & HIGHS;
  }

  private static long fold(long word) {
    long low = word & ~HIGHS;
    long aboveZ = low + ONES * (0x7f - 'Z');
    long fromA = low + ONES * (0x80 - 'A');
    return word | ((~word & HIGHS & (fromA ^ aboveZ)) >>> 2);
  }

  /** A hash that is equal for spans that differ in ASCII case only. */
  static long hash(byte[] bytes, int start, int end) {
    int length = end - start;
    long hash = length * MIX;
    if (length >= Long.BYTES) {
      int at = start;
      for (; at + Long.BYTES <= end; at += Long.BYTES) {
        hash = mix(hash, fold(longAt(bytes, at)));
      }
      return at == end ? hash : mix(hash, fold(longAt(bytes, end - Long.BYTES)));
    }
    return mix(hash, fold(shortWord(bytes, start, length)));
  }

  /** Up to seven bytes as one word. */
  private static long shortWord(byte[] bytes, int start, int length) {
    if (start + Long.BYTES <= bytes.length) {
      return longAt(bytes, start) & (1L << length * Byte.SIZE) - 1;
    }
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = word << Byte.SIZE | bytes[start + i] & 0xff;
    }
    return word;
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ mixed >>> 32;
  }

  static boolean equalFolded(byte[] folded, byte[] bytes, int start, int end) {
    int length = end - start;
    if (folded.length != length) {
      return false;
    }
    if (length < Long.BYTES) {
      return fold(shortWord(bytes, start, length)) == shortWord(folded, 0, length);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (fold(longAt(bytes, start + i)) != longAt(folded, i)) {
        return false;
      }
    }
    return fold(longAt(bytes, start + last)) == longAt(folded, last);
  }

  static boolean equal(byte[] key, byte[] bytes, int start, int end) {
    return Arrays.equals(key, 0, key.length, bytes, start, end);
  }
}
