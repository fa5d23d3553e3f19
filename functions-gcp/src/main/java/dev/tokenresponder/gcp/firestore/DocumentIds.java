package dev.tokenresponder.gcp.firestore;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of documents. Firestore takes neither slashes, nor {@code .} or {@code ..}, nor {@code
 * __x__}, nor more than 1,500 bytes (Firestore, "Quotas and limits", {@code
 * https://cloud.google.com/firestore/docs/quotas}); what may hold such becomes a digest. Ids of
 * incidents stay as they are, so that people find them.
 */
final class DocumentIds {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}");

  private DocumentIds() {}

  /** The id for one text. */
  static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : digest(text);
  }

  /** The id for several texts; the same only for the same texts in the same order. */
  static String digest(@Nullable String... texts) {
    MessageDigest digest = sha256();
    for (String text : texts) {
      digest.update(bytes(text));
    }
    return "~" + HexFormat.of().formatHex(digest.digest());
  }

  /** Length and characters; as UTF-8, half surrogate pairs would all be the same. */
  private static byte[] bytes(@Nullable String text) {
    if (text == null) {
      return new byte[] {-1};
    }
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + text.length() * Character.BYTES);
    bytes.putInt(text.length()).asCharBuffer().put(text);
    return bytes.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
