package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** An error of GitHub's (REST reference, "Troubleshooting the REST API"). */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal notFound() {
    return new Refusal(404, "Not Found");
  }

  static Refusal forbidden() {
    return new Refusal(403, "Resource not accessible by integration");
  }

  int status() {
    return status;
  }

  String body() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("message", getMessage())
        .put("documentation_url", "https://docs.github.com/rest")
        .put("status", String.valueOf(status))
        .toString();
  }
}
