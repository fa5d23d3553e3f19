package dev.tokenresponder.gcp;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Requests for tests. */
public final class Requests {
  public static final Instant SEEN = Instant.parse("2026-11-24T09:00:00Z");
  public static final Instant NOW = SEEN.plusSeconds(5);

  private Requests() {}

  /** A request to do something to a target now. */
  public static ActionRequest request(
      String action, String target, String account, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put(Arguments.SEEN_AT, SEEN.toString());
    return new ActionRequest(
        "inc-20261124-abc",
        action,
        target,
        account,
        all,
        Disposition.ENFORCE,
        "A rule",
        Map.of(),
        NOW,
        1);
  }
}
