package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.connectors.saas.StandIn;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Slack, with two people who are signed in. */
public final class SlackStandIn implements StandIn {
  private final SlackDouble slack =
      new SlackDouble(
          Set.of("admin.users:read", "admin.users:write", "users:read", "users:read.email"));

  public SlackStandIn() {
    slack.sessions.addAll(
        Set.of(
            SlackDouble.USER + "/71000004",
            SlackDouble.USER + "/71000001",
            SlackDouble.OTHER_USER + "/71000002"));
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public String sample() {
    return "slack.audit/session-cookie-used-elsewhere.json";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TOKEN_RESPONDER_SLACK_TOKEN", SlackDouble.TOKEN,
        "TOKEN_RESPONDER_SLACK_ENTERPRISE", SlackDouble.ENTERPRISE,
        "TOKEN_RESPONDER_SLACK_STAND_IN", slack.address());
  }

  @Override
  public List<String> state() {
    return slack.sessions.stream().map(session -> "session " + session + " works").toList();
  }

  @Override
  public boolean comesBack() {
    return false;
  }

  @Override
  public void close() {
    slack.close();
  }
}
