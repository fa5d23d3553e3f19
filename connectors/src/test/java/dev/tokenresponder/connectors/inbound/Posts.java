package dev.tokenresponder.connectors.inbound;

import dev.tokenresponder.respond.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests as senders make them, and a sink that keeps what comes. */
public final class Posts implements RecordSink {
  public static final String SECRET = "EXAMPLE-canary-secret-0001";
  public static final String OLD_SECRET = "EXAMPLE-canary-secret-0000";

  public final List<String> sources = new ArrayList<>();
  public final List<String> records = new ArrayList<>();
  private boolean full;

  @Override
  public void accept(String source, List<String> more) {
    if (full) {
      throw new IllegalStateException("the bus is full");
    }
    more.forEach(record -> sources.add(source));
    records.addAll(more);
  }

  public void full(boolean now) {
    full = now;
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static InboundRequest post(String path, String body, Map<String, String> headers) {
    return new InboundRequest("POST", path, headers, utf8(body));
  }

  public static InboundRequest github(String event, String body, String secret) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/json");
    headers.put("x-github-event", event);
    headers.put("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
    headers.put("x-hub-signature-256", "sha256=" + new Hmac(secret).of(utf8(body)));
    return post("/github", body, headers);
  }

  public static InboundRequest slack(String body, String timestamp, String secret) {
    String code = new Hmac(secret).of(utf8("v0:" + timestamp + ":" + body));
    return post(
        "/slack",
        body,
        Map.of(
            "content-type",
            "application/json",
            "x-slack-request-timestamp",
            timestamp,
            "x-slack-signature",
            "v0=" + code));
  }
}
