package dev.tokenresponder.sigma.engine;

import java.nio.charset.StandardCharsets;

/** A span of ASCII bytes as text, without a copy; one object serves many spans in turn. */
final class AsciiText implements CharSequence {
  private byte[] bytes = new byte[0];
  private int start;
  private int end;

  AsciiText over(byte[] document, int from, int to) {
    bytes = document;
    start = from;
    end = to;
    return this;
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  public char charAt(int index) {
    return (char) bytes[start + index];
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return toString().substring(from, to);
  }

  @Override
  public String toString() {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
