package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.engine.FieldTrie.Edge;
import dev.tokenresponder.sigma.engine.FieldTrie.Node;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a JSON document (RFC 8259) that fills slots. Subtrees that no rule reads are
 * skipped, but still have to be well-formed. Whatever is not plain (a fault, a limit exceeded, a
 * key of interest given twice or spelled with dots or escapes) makes the scan give up, and the
 * document is left to the reader of trees, which knows what to say about it.
 */
final class JsonScanner {
  private static final int FAILED = -1;
  private static final int DEEPEST = 100;
  private static final int LONGEST_STRING = 2 * 1024 * 1024;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_DOCUMENT = 16 * 1024 * 1024;

  private final Node root;
  private final int[] seen;
  private final JsonText text = new JsonText();
  private int objects;

  private byte[] in = new byte[0];
  private int end;
  private Slots slots;
  private int depth;

  /** Whether the last string has escapes or characters beyond ASCII. */
  private boolean plain;

  JsonScanner(FieldTrie.Built trie, Slots slots) {
    this.root = trie.root();
    this.seen = new int[trie.edges()];
    this.slots = slots;
  }

  /** Fills the slots; false when the document has to be read in another way. */
  boolean scan(byte[] document) {
    in = document;
    end = document.length;
    depth = 0;
    if (objects > Integer.MAX_VALUE / 2) {
      objects = 0;
      Arrays.fill(seen, 0);
    }
    slots.begin(document);
    if (end > LONGEST_DOCUMENT) {
      return false;
    }
    int at = value(space(0), root);
    return at != FAILED && space(at) == end;
  }

  private int space(int from) {
    int at = from;
    while (at < end && in[at] <= ' ' && isSpace(in[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * Reads a value.
   *
   * @param node where in the fields of interest it stands; null when nobody reads it
   * @return the position behind it, or {@link #FAILED}
   */
  private int value(int at, @Nullable Node node) {
    if (at >= end) {
      return FAILED;
    }
    return switch (in[at]) {
      case '"' -> string(at + 1, node);
      case '{' -> object(at, node);
      case '[' -> array(at, node);
      case 't' -> literal(at, "true", node, Kind.BOOLEAN);
      case 'f' -> literal(at, "false", node, Kind.BOOLEAN);
      case 'n' -> literal(at, "null", null, Kind.TEXT);
      default -> number(at, node);
    };
  }

  private int object(int from, @Nullable Node node) {
    if (++depth > DEEPEST) {
      return FAILED;
    }
    int self = node == null ? 0 : ++objects;
    Node inside = node == null || node.isLeaf() ? null : node;
    int at = space(from + 1);
    if (at < end && in[at] == '}') {
      at++;
    } else {
      at = members(at, inside, self);
      if (at == FAILED) {
        return FAILED;
      }
    }
    depth--;
    if (node != null && node.field >= 0) {
      slots.add(node.field, from, at, Kind.OBJECT);
    }
    return at;
  }

  private int members(int from, @Nullable Node node, int self) {
    int at = from;
    while (true) {
      if (at >= end || in[at] != '"') {
        return FAILED;
      }
      int key = at + 1;
      int quote = stringEnd(key);
      if (quote == FAILED) {
        return FAILED;
      }
      Node child = null;
      if (node != null) {
        if (!plain) {
          return FAILED;
        }
        Edge edge = node.follow(in, key, quote);
        if (edge != null) {
          if (edge.dotted() || seen[edge.number()] == self) {
            return FAILED;
          }
          seen[edge.number()] = self;
          child = edge.to();
          if (child.field >= 0) {
            slots.markPresent(child.field);
          }
        }
      }
      at = space(quote + 1);
      if (at >= end || in[at] != ':') {
        return FAILED;
      }
      at = value(space(at + 1), child);
      if (at == FAILED) {
        return FAILED;
      }
      at = space(at);
      if (at >= end) {
        return FAILED;
      }
      if (in[at] == '}') {
        return at + 1;
      }
      if (in[at] != ',') {
        return FAILED;
      }
      at = space(at + 1);
    }
  }

  private int array(int from, @Nullable Node node) {
    if (++depth > DEEPEST) {
      return FAILED;
    }
    int at = space(from + 1);
    if (at < end && in[at] == ']') {
      depth--;
      return at + 1;
    }
    while (true) {
      at = value(at, node);
      if (at == FAILED) {
        return FAILED;
      }
      at = space(at);
      if (at >= end) {
        return FAILED;
      }
      if (in[at] == ']') {
        depth--;
        return at + 1;
      }
      if (in[at] != ',') {
        return FAILED;
      }
      at = space(at + 1);
    }
  }

  private int string(int start, @Nullable Node node) {
    int quote = stringEnd(start);
    if (quote == FAILED) {
      return FAILED;
    }
    if (node != null && node.field >= 0) {
      if (plain) {
        slots.add(node.field, start, quote, Kind.TEXT);
      } else {
        addDecoded(node.field, start, quote);
      }
    }
    return quote + 1;
  }

  /** The position of the closing quote. */
  private int stringEnd(int start) {
    plain = true;
    int at = start;
    while (true) {
      while (at + Long.BYTES <= end) {
        long special = Bytes.special(Bytes.longAt(in, at));
        if (special != 0) {
          at += Long.numberOfTrailingZeros(special) >>> 3;
          break;
        }
        at += Long.BYTES;
      }
      if (at >= end) {
        return FAILED;
      }
      byte b = in[at];
      if (b == '"') {
        return at - start > LONGEST_STRING ? FAILED : at;
      }
      if (b == '\\') {
        plain = false;
        at = escape(at + 1);
      } else if (b < 0) {
        plain = false;
        at = Utf8.next(in, at, end);
      } else if (b < ' ') {
        return FAILED;
      } else {
        at++;
      }
      if (at == FAILED) {
        return FAILED;
      }
    }
  }

  private int escape(int at) {
    if (at >= end) {
      return FAILED;
    }
    switch (in[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
        return at + 1;
      case 'u':
        for (int i = 1; i <= 4; i++) {
          if (at + i >= end || !JsonText.isHex(in[at + i])) {
            return FAILED;
          }
        }
        return at + 5;
      default:
        return FAILED;
    }
  }

  /** Takes a text with escapes or characters beyond ASCII. */
  private void addDecoded(int field, int start, int quote) {
    byte[] out = slots.scratch(JsonText.mostBytes(start, quote));
    int after = text.write(in, start, quote, out, slots.scratchStart());
    if (text.isAscii()) {
      slots.addScratch(field, after);
    } else {
      slots.addFolded(field, after, start, quote);
    }
  }

  private int literal(int at, String word, @Nullable Node node, Kind kind) {
    int after = at + word.length();
    if (after > end) {
      return FAILED;
    }
    for (int i = 0; i < word.length(); i++) {
      if (in[at + i] != word.charAt(i)) {
        return FAILED;
      }
    }
    if (node != null && node.field >= 0) {
      slots.add(node.field, at, after, kind);
    }
    return after;
  }

  /** A number that may be beyond all bounds reads as a word; the tree has to say so. */
  private int number(int start, @Nullable Node node) {
    int at = start < end && in[start] == '-' ? start + 1 : start;
    int whole = at;
    at = digits(at);
    if (at == whole || in[whole] == '0' && at > whole + 1) {
      return FAILED;
    }
    boolean integer = true;
    if (at < end && in[at] == '.') {
      integer = false;
      int fraction = at + 1;
      at = digits(fraction);
      if (at == fraction) {
        return FAILED;
      }
    }
    if (at < end && (in[at] == 'e' || in[at] == 'E')) {
      integer = false;
      at++;
      if (at < end && (in[at] == '+' || in[at] == '-')) {
        at++;
      }
      int exponent = at;
      at = digits(exponent);
      if (at == exponent || at - exponent > 2) {
        return FAILED;
      }
    }
    if (at - start > LONGEST_NUMBER) {
      return FAILED;
    }
    if (node != null && node.field >= 0) {
      addNumber(node.field, start, at, integer);
    }
    return at;
  }

  /** As the reader of trees spells it: whole numbers as they are, others as the nearest double. */
  private void addNumber(int field, int start, int after, boolean integer) {
    if (integer && !(in[start] == '-' && in[start + 1] == '0')) {
      slots.add(field, start, after, Kind.NUMBER);
    } else {
      String spelling = new String(in, start, after - start, StandardCharsets.ISO_8859_1);
      slots.add(field, integer ? "0" : Double.toString(Double.parseDouble(spelling)), Kind.NUMBER);
    }
  }

  private int digits(int from) {
    int at = from;
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    return at;
  }
}
