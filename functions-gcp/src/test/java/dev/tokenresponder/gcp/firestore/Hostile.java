package dev.tokenresponder.gcp.firestore;

import java.util.List;

/**
 * Texts that Firestore takes neither as ids nor as names of fields, or that look like one another.
 */
final class Hostile {
  static final List<String> TEXTS =
      List.of(
          "/",
          "a/b",
          "a%2Fb",
          "a/b/c",
          ".",
          "..",
          "../incidents",
          "__a__",
          "__id7__",
          "a.b",
          "`a`.b",
          "a\\.b",
          "x".repeat(2_000),
          "x".repeat(2_001),
          "🙂",
          "🙂🙂",
          "é",
          "e\u0301",
          "a b",
          "A B",
          "a\nb",
          "~a",
          " ",
          "\u0000",
          "null",
          "");

  private Hostile() {}
}
