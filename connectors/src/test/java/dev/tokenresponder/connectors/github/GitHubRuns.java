package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActionRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The actions as they are wired, on the double, with just the permissions they declare. */
final class GitHubRuns implements AutoCloseable {
  static final Instant SEEN = Instant.parse("2026-11-24T09:00:00Z");
  static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEPUBLICKEYOFTHETEST0006";
  static final String FINGERPRINT = Fingerprint.of(KEY).orElseThrow();

  private static final List<String> ACTIONS =
      List.of("remove-sso-authorization", "revoke-fine-grained-token", "remove-deploy-key");

  final Ticking clock = new Ticking();
  final GitHubDouble github = new GitHubDouble(clock::instant);
  private final IncidentStore store = new InMemoryIncidentStore();
  private final Map<String, ActionHandler> handlers;
  private Policy policy =
      PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}");

  GitHubRuns(Path directory, String action) {
    for (String permission :
        Catalogue.find(action).orElseThrow().permissions().getOrDefault("github", List.of())) {
      int colon = permission.indexOf(':');
      github.app().grant(permission.substring(0, colon), permission.substring(colon + 1));
    }
    github.app().repository("payments");
    github.app().repository("website");
    github.user("bob-example", 100_200);
    github.user("alice-example", 100_100);
    github.authorization(51, "alice-example", "personal access token", 880_001L);
    github.authorization(52, "bob-example", "SSH key", 880_002L);
    github.authorization(53, "bob-example", "personal access token", 880_002L);
    github.authorization(54, "bob-example", "personal access token", 880_003L);
    github.grant(61, "alice-example", 770_002);
    github.grant(62, "bob-example", 770_001);
    github.grant(63, "bob-example", 770_003);
    github.key("payments", "other", "ssh-ed25519 AAAAOTHER", true, "alice-example");
    github.key("payments", "it's \"mine\"", KEY, false, "bob-example");
    handlers = GitHubConnector.handlers(environment(directory), clock);
  }

  private Map<String, String> environment(Path directory) {
    return Map.of(
        "TOKEN_RESPONDER_GITHUB_ORGANIZATION",
        "example",
        "TOKEN_RESPONDER_GITHUB_APP",
        AppDouble.APP,
        "TOKEN_RESPONDER_GITHUB_PRIVATE_KEY_FILE",
        AppKeys.pkcs1(directory).toString(),
        "TOKEN_RESPONDER_GITHUB_STAND_IN",
        github.root().toString());
  }

  static List<ActionRequest> requests() {
    return ACTIONS.stream().map(GitHubRuns::request).toList();
  }

  static ActionRequest request(String action) {
    return switch (action) {
      case "remove-sso-authorization" ->
          request(
              action,
              "bob-example/tokens/880002",
              "example",
              Map.of("login", "bob-example", "token_id", "880002"));
      case "revoke-fine-grained-token" ->
          request(
              action,
              "bob-example/fine-grained-tokens/770001",
              "example",
              Map.of("login", "bob-example", "token_id", "770001", "user_id", "100200"));
      default ->
          request(
              action,
              "example/payments/keys/" + FINGERPRINT,
              "example",
              Map.of("repository", "example/payments", "fingerprint", FINGERPRINT));
    };
  }

  static ActionRequest request(
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
        SEEN,
        1);
  }

  /** The same request with other arguments. */
  static ActionRequest with(ActionRequest request, String name, String value) {
    Map<String, String> arguments = new HashMap<>(request.arguments());
    arguments.put(name, value);
    return request(request.action(), request.target() + " " + value, request.account(), arguments);
  }

  GitHubRuns under(String yaml) {
    policy = PolicyReader.parse("p", yaml);
    return this;
  }

  ActionOutcome run(ActionRequest request) {
    return new ActionRunner(handlers, policy, store, clock).run(request);
  }

  /** As it is delivered again, at most three times. */
  ActionOutcome untilDone(ActionRequest request) {
    for (int i = 0; i < 3; i++) {
      try {
        return run(request);
      } catch (ActionException e) {
        if (!e.isRetryable()) {
          throw e;
        }
      }
    }
    throw new AssertionError("never done");
  }

  ActionHandler handler(String action) {
    return handlers.get(action);
  }

  /** Just what was asked for is gone. */
  boolean isContained(String action) {
    return switch (action) {
      case "remove-sso-authorization" -> github.authorizations().equals(List.of(51L, 52L, 54L));
      case "revoke-fine-grained-token" -> github.grants().equals(List.of(61L, 63L));
      default -> github.keys("payments").equals(List.of("other | ssh-ed25519 AAAAOTHER | true"));
    };
  }

  /** Nothing is gone. */
  boolean isUntouched() {
    return github.authorizations().size() == 4
        && github.grants().size() == 3
        && github.keys("payments").size() == 2;
  }

  /** Of the requests that change something. */
  static String method(String action) {
    return action.equals("revoke-fine-grained-token") ? "POST" : "DELETE";
  }

  static String path(String action) {
    return switch (action) {
      case "remove-sso-authorization" -> "/credential-authorizations/";
      case "revoke-fine-grained-token" -> "/personal-access-tokens/";
      default -> "/keys/";
    };
  }

  /** The list that is looked at first. */
  static String list(String action) {
    String path = path(action);
    return path.substring(0, path.length() - 1);
  }

  @Override
  public void close() {
    github.close();
  }

  /** A clock that is set by hand. */
  static final class Ticking extends Clock {
    private Instant now = SEEN.plusSeconds(5);

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
