package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.Fold;
import java.nio.charset.StandardCharsets;

/** The text between the quotes of a JSON string with escapes, or with characters beyond ASCII. */
final class JsonText {
  private static final byte[] HEX = new byte[256];
  private static final int NONE = -1;

  static {
    for (int i = 0; i < HEX.length; i++) {
      HEX[i] = (byte) (i < 128 ? Character.digit(i, 16) : NONE);
    }
  }

  private byte[] in = new byte[0];
  private byte[] out = new byte[0];
  private int at;
  private int size;
  private boolean ascii;

  /** The most bytes that the text between two quotes becomes, folded. */
  static int mostBytes(int start, int quote) {
    return (quote - start) * 3;
  }

  /** Whether the byte is a hexadecimal digit. */
  static boolean isHex(byte b) {
    return HEX[b & 0xff] >= 0;
  }

  /** The text itself. */
  static String decode(byte[] in, int start, int quote) {
    String raw = new String(in, start, quote - start, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = raw.charAt(++i);
      if (escaped == 'u') {
        text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
        i += 4;
      } else {
        text.append(unescape((byte) escaped));
      }
    }
    return text.toString();
  }

  /**
   * Writes the text without escapes: as it is when it is ASCII, else folded and in UTF-8.
   *
   * @return the position behind what was written
   */
  int write(byte[] from, int start, int quote, byte[] to, int first) {
    in = from;
    out = to;
    at = start;
    size = first;
    ascii = true;
    while (at < quote) {
      int c = next();
      if (c >= 128) {
        ascii = false;
        break;
      }
      out[size++] = (byte) c;
    }
    if (!ascii) {
      at = start;
      size = first;
      while (at < quote) {
        put(next(), quote);
      }
    }
    return size;
  }

  /** Whether the text written last is ASCII. */
  boolean isAscii() {
    return ascii;
  }

  /** One character: a code point, or one of two surrogates that are escaped one by one. */
  private int next() {
    int b = in[at++];
    if (b == '\\') {
      byte escaped = in[at++];
      return escaped == 'u' ? hex() : unescape(escaped);
    }
    if (b >= 0) {
      return b;
    }
    int first = b & 0xff;
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    int c = first & 0x3f >> more;
    for (int i = 0; i < more; i++) {
      c = c << 6 | in[at++] & 0x3f;
    }
    return c;
  }

  private int hex() {
    int value = 0;
    for (int end = at + 4; at < end; at++) {
      value = value << 4 | HEX[in[at] & 0xff];
    }
    return value;
  }

  private void put(int first, int quote) {
    int c = first;
    if (first < 0x10000 && Character.isHighSurrogate((char) first) && at < quote) {
      int before = at;
      int second = next();
      if (second < 0x10000 && Character.isLowSurrogate((char) second)) {
        c = Character.toCodePoint((char) first, (char) second);
      } else {
        at = before;
      }
    }
    if (c >= 0x10000) {
      out[size++] = (byte) (0xf0 | c >> 18);
      out[size++] = (byte) (0x80 | c >> 12 & 0x3f);
      out[size++] = (byte) (0x80 | c >> 6 & 0x3f);
      out[size++] = (byte) (0x80 | c & 0x3f);
      return;
    }
    char folded = Fold.fold((char) c);
    if (Character.isSurrogate(folded)) {
      out[size++] = '?'; // as String.getBytes writes a lone one
    } else if (folded < 0x80) {
      out[size++] = (byte) folded;
    } else if (folded < 0x800) {
      out[size++] = (byte) (0xc0 | folded >> 6);
      out[size++] = (byte) (0x80 | folded & 0x3f);
    } else {
      out[size++] = (byte) (0xe0 | folded >> 12);
      out[size++] = (byte) (0x80 | folded >> 6 & 0x3f);
      out[size++] = (byte) (0x80 | folded & 0x3f);
    }
  }

  private static char unescape(byte escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) escaped;
    };
  }
}
