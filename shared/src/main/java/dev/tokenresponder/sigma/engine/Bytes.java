package dev.tokenresponder.sigma.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Spans of bytes, compared and hashed eight at a time; ASCII case is folded. */
final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final byte[] FOLDED = new byte[256];

  static {
    for (int i = 0; i < FOLDED.length; i++) {
      FOLDED[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
    }
  }

  private Bytes() {}

  static long longAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  static byte fold(byte b) {
    return FOLDED[b & 0xff];
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
    long word = 0;
    for (int at = start; at < end; at++) {
      word = word << 8 | fold(bytes[at]) & 0xff;
    }
    return mix(hash, word);
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ mixed >>> 29;
  }

  static boolean equalFolded(byte[] folded, byte[] bytes, int start, int end) {
    if (folded.length != end - start) {
      return false;
    }
    for (int i = 0; i < folded.length; i++) {
      if (folded[i] != fold(bytes[start + i])) {
        return false;
      }
    }
    return true;
  }

  static boolean equal(byte[] key, byte[] bytes, int start, int end) {
    if (key.length != end - start) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }
}
