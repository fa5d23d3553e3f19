package dev.tokenresponder.sigma;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the string, encoding and placeholder modifiers make of a value. */
final class Transformations {
  /** A dash counts where an option starts: not behind a word, and before one. */
  private static final Pattern OPTION_DASH =
      Pattern.compile("(?<!\\w)[-/\u2013\u2014\u2015](?=\\w)");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\\\%|%([^%\\s]+)%");
  private static final int MOST_DASHES_ENCODED = 4;
  private static final int MOST_EXPANDED = 10_000;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Transformations() {}

  /**
   * The patterns, of which any may match, that a value stands for.
   *
   * @param marked the value with its wildcards marked
   */
  static List<TextPattern> patterns(String marked, FieldKey key) {
    List<Text> texts = List.of(new Text(marked, false));
    for (Modifier modifier : key.modifiers()) {
      if (Modifier.TRANSFORMATIONS.contains(modifier)) {
        List<Text> changed = new ArrayList<>();
        for (Text text : texts) {
          changed.addAll(text.apply(modifier));
        }
        texts = changed;
      }
    }
    boolean open = key.has(Modifier.CONTAINS);
    boolean start = open || key.has(Modifier.ENDSWITH);
    boolean end = open || key.has(Modifier.STARTSWITH);
    List<TextPattern> patterns = new ArrayList<>();
    for (Text text : texts) {
      patterns.add(TextPattern.ofMarked(text.marked, start, end, key.has(Modifier.CASED)));
    }
    return patterns;
  }

  /**
   * Replaces {@code %name%} by each entry of the list {@code name}; {@code \%} is a plain percent.
   *
   * @throws DetectionException when there is no such list
   */
  static List<String> expand(String value, Map<String, List<String>> lists) {
    List<StringBuilder> results = new ArrayList<>(List.of(new StringBuilder()));
    Matcher matcher = PLACEHOLDER.matcher(value);
    int from = 0;
    while (matcher.find()) {
      String plain = value.substring(from, matcher.start());
      from = matcher.end();
      results.forEach(result -> result.append(plain));
      if (matcher.group(1) == null) {
        results.forEach(result -> result.append('%'));
      } else {
        results = product(results, entries(matcher.group(1), lists));
      }
    }
    String rest = value.substring(from);
    List<String> expanded = new ArrayList<>();
    results.forEach(result -> expanded.add(result.append(rest).toString()));
    return expanded;
  }

  private static List<String> entries(String name, Map<String, List<String>> lists) {
    List<String> entries = lists.get(name);
    if (entries == null) {
      throw new DetectionException(
          "unknown-placeholder",
          "there is no list for the placeholder %" + name + "%",
          "add '" + name + "' under 'lists' in the policy");
    }
    return entries;
  }

  private static List<StringBuilder> product(List<StringBuilder> starts, List<String> ends) {
    if ((long) starts.size() * ends.size() > MOST_EXPANDED) {
      throw new DetectionException(
          "too-many-values",
          "the placeholders stand for more than " + MOST_EXPANDED + " values",
          "use shorter lists");
    }
    List<StringBuilder> products = new ArrayList<>();
    for (StringBuilder start : starts) {
      for (String end : ends) {
        products.add(new StringBuilder(start).append(end));
      }
    }
    return products;
  }

  /**
   * A value on its way.
   *
   * @param binary whether each character stands for one byte
   */
  private record Text(String marked, boolean binary) {

    List<Text> apply(Modifier modifier) {
      return switch (modifier) {
        case WINDASH ->
            List.of(
                new Text(
                    OPTION_DASH.matcher(marked).replaceAll(String.valueOf(TextPattern.DASH)),
                    binary));
        case UTF16LE, WIDE -> utf16(StandardCharsets.UTF_16LE, "");
        case UTF16BE -> utf16(StandardCharsets.UTF_16BE, "");
        case UTF16 -> utf16(StandardCharsets.UTF_16LE, String.valueOf(BYTE_ORDER_MARK));
        case BASE64 -> encoded(false);
        case BASE64OFFSET -> encoded(true);
        default -> throw new IllegalArgumentException(modifier.label());
      };
    }

    /** Wildcards stay what they are between the encoded parts. */
    private List<Text> utf16(Charset charset, String start) {
      List<Text> texts = new ArrayList<>();
      for (String spelling : withoutDashes()) {
        StringBuilder wide = new StringBuilder();
        append(wide, start, charset);
        for (int at = 0;
            at < spelling.length();
            at += Character.charCount(spelling.codePointAt(at))) {
          int c = spelling.codePointAt(at);
          if (c == TextPattern.ANY || c == TextPattern.ONE) {
            wide.append((char) c);
          } else {
            append(wide, Character.toString(c), charset);
          }
        }
        texts.add(new Text(wide.toString(), true));
      }
      return texts;
    }

    private static void append(StringBuilder wide, String text, Charset charset) {
      wide.append(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1));
    }

    private List<Text> encoded(boolean anyOffset) {
      List<Text> texts = new ArrayList<>();
      for (String spelling : withoutDashes()) {
        if (spelling.indexOf(TextPattern.ANY) >= 0 || spelling.indexOf(TextPattern.ONE) >= 0) {
          throw new DetectionException(
              "wildcard-encoded",
              "a value with wildcards cannot be encoded with Base64",
              "escape them with a backslash, or leave them out");
        }
        byte[] bytes =
            spelling.getBytes(binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        if (anyOffset) {
          for (int offset = 0; offset < 3; offset++) {
            texts.add(new Text(shifted(bytes, offset), false));
          }
        } else {
          texts.add(new Text(Base64.getEncoder().encodeToString(bytes), false));
        }
      }
      return texts;
    }

    /** The characters that do not depend on what stands before or behind. */
    private static String shifted(byte[] bytes, int offset) {
      byte[] padded = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, padded, offset, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
      int start = offset == 0 ? 0 : offset + 1;
      int whole = padded.length * 8 / 6;
      return encoded.substring(Math.min(start, whole), whole);
    }

    private List<String> withoutDashes() {
      List<String> spellings = Collections.singletonList(marked);
      long dashes = marked.chars().filter(c -> c == TextPattern.DASH).count();
      if (dashes > MOST_DASHES_ENCODED) {
        throw new DetectionException(
            "too-many-values",
            "more than " + MOST_DASHES_ENCODED + " dashes cannot be both permuted and encoded",
            "split the value");
      }
      for (long i = 0; i < dashes; i++) {
        List<String> more = new ArrayList<>();
        for (String spelling : spellings) {
          for (char dash : TextPattern.DASHES.toCharArray()) {
            more.add(spelling.replaceFirst(String.valueOf(TextPattern.DASH), String.valueOf(dash)));
          }
        }
        spellings = more;
      }
      return spellings;
    }
  }
}
