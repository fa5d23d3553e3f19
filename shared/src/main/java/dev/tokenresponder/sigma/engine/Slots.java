package dev.tokenresponder.sigma.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.FieldPath;
import dev.tokenresponder.sigma.JsonView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one record in the fields that some rule reads. Used again and again, so that a
 * record that matches nothing allocates nothing.
 */
final class Slots implements EventView {
  private static final int NONE = -1;
  private static final byte[] NO_DOCUMENT = new byte[0];

  private final Map<String, Integer> numbers;
  private final Function<byte[], JsonNode> reader;
  private final AsciiText ascii = new AsciiText();

  private final boolean[] present;
  private final int[] heads;

  private int size;
  private int[] fields = new int[64];
  private int[] nexts = new int[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private Kind[] kinds = new Kind[64];

  /** Texts that are no plain span of ASCII. */
  private @Nullable String[] texts = new String[64];

  /** Whether a span lies in the scratch bytes and not in the document. */
  private boolean[] unescaped = new boolean[64];

  /** Where the text of a folded span stands in the document; -1 when the span is the text. */
  private int[] rawStarts = new int[64];

  private int[] rawEnds = new int[64];

  private byte[] scratch = new byte[256];
  private int scratched;

  private byte[] document = NO_DOCUMENT;
  private @Nullable EventView view;
  private boolean scanned;

  /**
   * @param names the fields by number
   * @param reader makes a tree of a document, for what slots cannot answer
   */
  Slots(List<String> names, Function<byte[], JsonNode> reader) {
    this.numbers =
        IntStream.range(0, names.size())
            .boxed()
            .collect(Collectors.toMap(names::get, Function.identity()));
    this.reader = reader;
    this.present = new boolean[names.size() + 1];
    this.heads = new int[names.size() + 1];
  }

  /** Forgets the last record, for one that a scanner will fill in. */
  void begin(byte[] bytes) {
    clear();
    document = bytes;
    scanned = true;
  }

  /** Forgets the last record and takes the values of another view. */
  void take(EventView other, List<FieldPath> paths) {
    clear();
    view = other;
    scanned = false;
    for (int i = 0; i < paths.size(); i++) {
      int field = i;
      if (other.exists(paths.get(i))) {
        present[field] = true;
        other.anyValue(
            paths.get(i),
            (text, kind) -> {
              add(field, 0, 0, text.toString(), kind);
              return false;
            });
      }
    }
  }

  private void clear() {
    Arrays.fill(present, false);
    Arrays.fill(heads, NONE);
    Arrays.fill(texts, 0, size, null);
    size = 0;
    scratched = 0;
    document = NO_DOCUMENT;
    view = null;
  }

  void markPresent(int field) {
    present[field] = true;
  }

  /** A value that is a span of ASCII in the document. */
  void add(int field, int start, int end, Kind kind) {
    add(field, start, end, null, kind);
  }

  /** Room for {@code length} more bytes of a text without its escapes; see {@link #addScratch}. */
  byte[] scratch(int length) {
    if (scratch.length - scratched < length) {
      scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, scratched + length));
    }
    return scratch;
  }

  /** Where the room in the scratch bytes begins. */
  int scratchStart() {
    return scratched;
  }

  /** A value whose ASCII text was written to the room in the scratch bytes. */
  void addScratch(int field, int end) {
    add(field, scratched, end, null, Kind.TEXT);
    unescaped[size - 1] = true;
    scratched = end;
  }

  /** A value whose text was written there folded; as it is, it stands in the document. */
  void addFolded(int field, int end, int rawStart, int rawEnd) {
    addScratch(field, end);
    rawStarts[size - 1] = rawStart;
    rawEnds[size - 1] = rawEnd;
  }

  /** A value with a text of its own. */
  void add(int field, String text, Kind kind) {
    add(field, 0, 0, text, kind);
  }

  private void add(int field, int start, int end, @Nullable String text, Kind kind) {
    if (size == fields.length) {
      grow();
    }
    fields[size] = field;
    starts[size] = start;
    ends[size] = end;
    texts[size] = text;
    unescaped[size] = false;
    rawStarts[size] = NONE;
    kinds[size] = kind;
    nexts[size] = heads[field];
    heads[field] = size++;
  }

  private void grow() {
    int larger = size * 2;
    fields = Arrays.copyOf(fields, larger);
    nexts = Arrays.copyOf(nexts, larger);
    starts = Arrays.copyOf(starts, larger);
    ends = Arrays.copyOf(ends, larger);
    texts = Arrays.copyOf(texts, larger);
    unescaped = Arrays.copyOf(unescaped, larger);
    rawStarts = Arrays.copyOf(rawStarts, larger);
    rawEnds = Arrays.copyOf(rawEnds, larger);
    kinds = Arrays.copyOf(kinds, larger);
  }

  int size() {
    return size;
  }

  int field(int value) {
    return fields[value];
  }

  int start(int value) {
    return starts[value];
  }

  int end(int value) {
    return ends[value];
  }

  Kind kind(int value) {
    return kinds[value];
  }

  /** Whether the value is a span of bytes: its text, or that text folded. */
  boolean isSpan(int value) {
    return texts[value] == null;
  }

  /** The bytes of which the value is a span. */
  byte[] bytes(int value) {
    return unescaped[value] ? scratch : document;
  }

  byte[] document() {
    return document;
  }

  boolean isPresent(int field) {
    return present[field];
  }

  /** Whether the values come from the bytes of a document. */
  boolean isScanned() {
    return scanned;
  }

  @Override
  public boolean exists(FieldPath field) {
    Integer number = numbers.get(field.name());
    return number != null && present[number];
  }

  @Override
  public boolean anyValue(FieldPath field, ValuePredicate predicate) {
    int number = number(field);
    return number >= 0 && anyValue(number, predicate);
  }

  /** The number of a field; -1 when it is none of ours. */
  int number(FieldPath field) {
    return numbers.getOrDefault(field.name(), NONE);
  }

  /** As {@link #anyValue(FieldPath, ValuePredicate)}, by the number of the field. */
  boolean anyValue(int number, ValuePredicate predicate) {
    for (int value = heads[number]; value != NONE; value = nexts[value]) {
      if (predicate.accepts(text(value), kinds[value])) {
        return true;
      }
    }
    return false;
  }

  /** The text of a value, until the next call. */
  CharSequence text(int value) {
    String own = texts[value];
    if (own != null) {
      return own;
    }
    if (rawStarts[value] != NONE) {
      own = JsonText.decode(document, rawStarts[value], rawEnds[value]);
      texts[value] = own;
      return own;
    }
    if (kinds[value] == Kind.OBJECT) {
      own = reader.apply(Arrays.copyOfRange(document, starts[value], ends[value])).toString();
      texts[value] = own;
      return own;
    }
    return ascii.over(bytes(value), starts[value], ends[value]);
  }

  @Override
  public boolean anywhere(ValuePredicate predicate) {
    if (view == null) {
      view = new JsonView(reader.apply(document));
    }
    return view.anywhere(predicate);
  }
}
