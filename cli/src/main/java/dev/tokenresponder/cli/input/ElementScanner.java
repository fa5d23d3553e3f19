package dev.tokenresponder.cli.input;

import dev.tokenresponder.decode.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts an input into elements without parsing them: the elements of an array, of {@code
 * {"Records":[…]}}, the lines of JSON lines, or documents one after the other. A broken element
 * costs only itself where its end can still be told: by the brackets, and in JSON lines by the
 * line.
 */
final class ElementScanner {
  private static final int LOOK_AHEAD = 64 * 1024;
  private static final byte[] RECORDS = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);

  private final LookAheadStream in;
  private final Consumer<Element> sink;
  private byte[] buffer = new byte[LOOK_AHEAD];
  private int size;
  private boolean blank = true;

  private ElementScanner(InputStream in, Consumer<Element> sink) {
    this.in = new LookAheadStream(in, LOOK_AHEAD * 2);
    this.sink = sink;
  }

  /** Hands every element of the input to the sink, in order. */
  static void scan(InputStream in, Consumer<Element> sink) throws IOException {
    new ElementScanner(in, sink).scan();
  }

  private void scan() throws IOException {
    skipByteOrderMark();
    int first = peekPastWhiteSpace();
    if (first == '[') {
      in.read();
      array();
      rest();
    } else if (startsWithRecords()) {
      array();
      closingBrace();
    } else if (isLines()) {
      lines();
    } else {
      documents();
    }
  }

  /** The rest of {@code {"Records":[…]}}: its brace, and then nothing but white space. */
  private void closingBrace() throws IOException {
    int next = peekPastWhiteSpace();
    if (next == '}') {
      in.read();
      rest();
    } else if (next >= 0) {
      sink.accept(new Element(new byte[0], "something stands behind the 'Records' list"));
    }
  }

  private void rest() throws IOException {
    if (peekPastWhiteSpace() >= 0) {
      sink.accept(new Element(new byte[0], "something stands behind the end of the list"));
    }
  }

  private void documents() throws IOException {
    while (peekPastWhiteSpace() >= 0) {
      if (element(false) < 0) {
        return;
      }
    }
  }

  private void array() throws IOException {
    int next = peekPastWhiteSpace();
    if (next == ']') {
      in.read();
      return;
    }
    while (true) {
      int end = element(true);
      if (end == ']') {
        return;
      }
      if (end < 0) {
        sink.accept(new Element(new byte[0], "the list ends too early (truncated)"));
        return;
      }
    }
  }

  /**
   * Reads one value.
   *
   * @param inArray whether a comma or closing bracket ends it; else its own last bracket or white
   *     space does
   * @return what ended it: a comma, a bracket, or -1 for the end of the input
   */
  private int element(boolean inArray) throws IOException {
    start();
    Nesting nesting = new Nesting();
    boolean tooLong = false;
    for (int c = in.read(); ; c = in.read()) {
      boolean outside = nesting.isOutside();
      boolean separator = inArray ? c == ',' || c == ']' : c >= 0 && Character.isWhitespace(c);
      if (c < 0 || outside && separator) {
        emit(tooLong, nesting);
        return c;
      }
      nesting.accept(c);
      tooLong |= !keep(c);
      if (!inArray && nesting.closedNow()) {
        emit(tooLong, nesting);
        return ' ';
      }
    }
  }

  private void emit(boolean tooLong, Nesting nesting) {
    if (tooLong) {
      sink.accept(new Element(new byte[0], "longer than " + Json.MOST_BYTES + " bytes"));
    } else if (!blank || nesting.depth > 0) {
      sink.accept(new Element(Arrays.copyOf(buffer, size), null));
    } else {
      sink.accept(new Element(new byte[0], "a value is missing"));
    }
  }

  private void start() {
    size = 0;
    blank = true;
  }

  /** Keeps a byte of the element; false when it is one too many. */
  private boolean keep(int c) {
    blank = blank && Character.isWhitespace(c);
    if (size >= Json.MOST_BYTES) {
      return false;
    }
    if (size == buffer.length) {
      buffer = Arrays.copyOf(buffer, size * 2);
    }
    buffer[size++] = (byte) c;
    return true;
  }

  private void lines() throws IOException {
    start();
    boolean tooLong = false;
    int c;
    do {
      c = in.read();
      if (c == '\n' || c < 0) {
        if (tooLong) {
          sink.accept(new Element(new byte[0], "longer than " + Json.MOST_BYTES + " bytes"));
        } else if (!blank) {
          sink.accept(new Element(Arrays.copyOf(buffer, size), null));
        }
        start();
        tooLong = false;
      } else {
        tooLong |= !keep(c);
      }
    } while (c >= 0);
  }

  /**
   * JSON lines: the first line is a whole object, or so long that nobody broke it for reading, or
   * the second line starts with a brace as no line inside a pretty-printed object does.
   */
  private boolean isLines() throws IOException {
    byte[] ahead = lookAhead();
    Nesting nesting = new Nesting();
    for (int i = 0; i < ahead.length; i++) {
      if (ahead[i] == '\n') {
        boolean braceNext = i + 1 < ahead.length && ahead[i + 1] == '{';
        return nesting.isOutside() || braceNext;
      }
      nesting.accept(ahead[i]);
    }
    return ahead.length == LOOK_AHEAD;
  }

  private boolean startsWithRecords() throws IOException {
    byte[] ahead = lookAhead();
    int matched = 0;
    for (int i = 0; i < ahead.length; i++) {
      boolean space = Character.isWhitespace(ahead[i]);
      if (!space && ahead[i] != RECORDS[matched++]) {
        return false;
      }
      if (matched == RECORDS.length) {
        in.skipNBytes(i + 1L);
        return true;
      }
    }
    return false;
  }

  private byte[] lookAhead() throws IOException {
    in.mark(LOOK_AHEAD + 1);
    byte[] ahead = in.readNBytes(LOOK_AHEAD);
    in.reset();
    return ahead;
  }

  private int peekPastWhiteSpace() throws IOException {
    while (true) {
      in.mark(1);
      int c = in.read();
      if (c < 0 || !Character.isWhitespace(c)) {
        in.reset();
        return c;
      }
    }
  }

  private void skipByteOrderMark() throws IOException {
    in.mark(3);
    byte[] mark = in.readNBytes(3);
    boolean found =
        mark.length == 3
            && mark[0] == (byte) 0xEF
            && mark[1] == (byte) 0xBB
            && mark[2] == (byte) 0xBF;
    if (!found) {
      in.reset();
    }
  }

  /** Where in the brackets and strings of a document the scanner is. */
  private static final class Nesting {
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean closed;

    boolean isOutside() {
      return depth == 0 && !inString;
    }

    /** Whether the last character closed the outermost bracket. */
    boolean closedNow() {
      return closed;
    }

    void accept(int c) {
      closed = false;
      if (inString) {
        inString = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && depth > 0) {
        depth--;
        closed = depth == 0;
      }
    }
  }
}
