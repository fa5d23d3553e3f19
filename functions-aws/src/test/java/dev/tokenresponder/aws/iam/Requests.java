package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Requests that tests send to handlers. */
public final class Requests {
  public static final String SESSION = "AROAEXAMPLEROLE123456:i-0abcd1234ef567890";
  public static final String KEY = "AKIAIOSFODNN7EXAMPLE";

  private Requests() {}

  public static ActionRequest request(String action, String target, Map<String, String> more) {
    return request("inc-20260810-aabbccddeeff", action, target, FakeIam.ACCOUNT, more);
  }

  public static ActionRequest request(
      String incident, String action, String target, String account, Map<String, String> more) {
    Instant now = Instant.parse("2026-08-10T10:00:05.250Z");
    return request(incident, action, target, account, more, now);
  }

  public static ActionRequest request(
      String incident,
      String action,
      String target,
      String account,
      Map<String, String> more,
      Instant now) {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.putIfAbsent("issued_before", "2026-08-10T10:00:05.250Z");
    arguments.putIfAbsent("seen_at", "2026-08-10T10:00:00Z");
    arguments.putIfAbsent("principal", "arn:aws:iam::" + account + ":role/app-server");
    return new ActionRequest(
        incident,
        action,
        target,
        account,
        arguments,
        Disposition.ENFORCE,
        "a stolen session",
        Map.of("rules", "a stolen session"),
        now,
        1);
  }

  public static ActionRequest roleSession() {
    return request(
        "revoke-role-session",
        SESSION,
        Map.of(
            "session",
            SESSION,
            "role",
            "arn:aws:iam::111122223333:role/app-server",
            "issued_at",
            "2026-08-10T09:00:00Z"));
  }

  public static ActionRequest accessKey() {
    return request("disable-access-key", KEY, Map.of("access_key_id", KEY));
  }
}
