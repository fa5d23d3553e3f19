package dev.tokenresponder.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The head of every page. Its policy lets the browser use nothing but the one style sheet in it, by
 * the hash of its text ("Content Security Policy Level 3", 2.3.1, hash-source; {@code
 * frame-ancestors} would be ignored in a page, 3.3).
 */
final class PageHead {
  private static final String STYLE = style();
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-" + hash() + "'; base-uri 'none'; form-action 'none'";

  private PageHead() {}

  static void write(Html html, String title) {
    html.open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "referrer", "content", "no-referrer");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", title);
    html.style(STYLE).close();
  }

  private static String style() {
    try (InputStream css = PageHead.class.getResourceAsStream("page.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8)
          .replace("\r", "");
    } catch (IOException e) {
      throw new IllegalStateException("the style sheet is part of the program", e);
    }
  }

  private static String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
