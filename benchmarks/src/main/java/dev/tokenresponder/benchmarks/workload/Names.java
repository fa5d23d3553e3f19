package dev.tokenresponder.benchmarks.workload;

import java.util.Random;

/** Names of roles, buckets and users: the same words for all, but numbers apart. */
final class Names {
  private static final String[] WORDS = {
    "admin",
    "analytics",
    "archive",
    "audit",
    "backup",
    "batch",
    "billing",
    "build",
    "cache",
    "catalog",
    "checkout",
    "config",
    "crawler",
    "data",
    "deploy",
    "export",
    "gateway",
    "images",
    "import",
    "index",
    "ingest",
    "invoice",
    "ledger",
    "legacy",
    "logs",
    "mail",
    "media",
    "metrics",
    "notify",
    "orders",
    "partner",
    "payments",
    "pipeline",
    "platform",
    "portal",
    "queue",
    "report",
    "search",
    "staging",
    "worker"
  };

  private Names() {}

  /** A name that rules look for. */
  static String watched(Random random) {
    return words(random) + random.nextInt(10, 50);
  }

  /** A name that no rule looks for, and that contains none that a rule does. */
  static String quiet(Random random) {
    return words(random) + random.nextInt(50, 100);
  }

  private static String words(Random random) {
    return WORDS[random.nextInt(WORDS.length)] + "-" + WORDS[random.nextInt(WORDS.length)] + "-";
  }
}
