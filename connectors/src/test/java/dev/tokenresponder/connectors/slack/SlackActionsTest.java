package dev.tokenresponder.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.connectors.saas.ActionContract;
import dev.tokenresponder.connectors.saas.HttpDouble;
import dev.tokenresponder.connectors.saas.HttpDouble.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions in Slack, on what answers like it. */
class SlackActionsTest extends ActionContract {
  private static final String APP = "A0EXAMPLE01";
  private static final String APP_HERE = APP + "@" + SlackDouble.TEAM;
  private static final String OTHER = "A0EXAMPLE00@" + SlackDouble.TEAM;
  private static final Set<String> SESSIONS =
      Set.of(
          SlackDouble.USER + "/71000001",
          SlackDouble.USER + "/71000004",
          SlackDouble.OTHER_USER + "/71000009");

  private static Map<String, String> environment(String address) {
    return Map.of(
        "TOKEN_RESPONDER_SLACK_TOKEN", SlackDouble.TOKEN,
        "TOKEN_RESPONDER_SLACK_ENTERPRISE", SlackDouble.ENTERPRISE,
        "TOKEN_RESPONDER_SLACK_STAND_IN", address);
  }

  @Override
  protected World world(String action) {
    return new SlackWorld(new SlackDouble(declared(action)));
  }

  @Override
  protected boolean isThrottledLong() {
    return true;
  }

  @Override
  protected List<Case> cases() {
    Map<String, String> app = Map.of("client_id", APP, "user_id", SlackDouble.USER);
    return List.of(
        of("restrict-slack-app", "T0FOREIGN", app, "apps.restricted.list", "apps.restrict"),
        of("uninstall-slack-app", "E0FOREIGN", app, "auth.test", "apps.uninstall"),
        of(
            "reset-slack-sessions",
            "T0FOREIGN",
            Map.of("user_id", SlackDouble.USER),
            "users.info",
            "users.session.reset"));
  }

  private static Case of(
      String action, String foreign, Map<String, String> arguments, String look, String change) {
    boolean sessions = action.equals("reset-slack-sessions");
    String target = sessions ? SlackDouble.USER : APP + " in " + SlackDouble.TEAM;
    return new Case(
        request(action, target, SlackDouble.TEAM, arguments),
        "POST",
        look,
        "POST",
        change,
        request(action, target, foreign, arguments),
        sessions ? "email: alice@example.com" : "id: " + APP,
        sessions ? Status.REFUSED : Status.DONE);
  }

  private static final class SlackWorld implements World {
    private final SlackDouble slack;

    SlackWorld(SlackDouble slack) {
      this.slack = slack;
      slack.approved.addAll(Set.of(APP_HERE, OTHER));
      slack.restricted.add("A0EXAMPLE99@" + SlackDouble.TEAM);
      slack.installed.addAll(Set.of(APP_HERE, OTHER));
      slack.sessions.addAll(SESSIONS);
    }

    @Override
    public HttpDouble http() {
      return slack;
    }

    @Override
    public Map<String, ActionHandler> handlers() {
      return SlackConnector.handlers(environment(slack.address()), CLOCK);
    }

    @Override
    public boolean isContained(Case what) {
      String action = what.request().action();
      boolean restricted = action.equals("restrict-slack-app");
      boolean uninstalled = action.equals("uninstall-slack-app");
      boolean reset = action.equals("reset-slack-sessions");
      return slack.restricted.contains(APP_HERE) == restricted
          && slack.approved.contains(OTHER)
          && slack.installed.equals(uninstalled ? Set.of(OTHER) : Set.of(APP_HERE, OTHER))
          && slack.sessions.equals(reset ? Set.of(SlackDouble.OTHER_USER + "/71000009") : SESSIONS);
    }

    @Override
    public boolean isUntouched() {
      return slack.restricted.size() == 1
          && slack.approved.size() == 2
          && slack.installed.size() == 2
          && slack.sessions.equals(SESSIONS);
    }

    @Override
    public boolean contain(Case what) {
      slack.restricted.add(APP_HERE);
      slack.approved.remove(APP_HERE);
      slack.sessions.removeIf(session -> session.startsWith(SlackDouble.USER + "/"));
      return what.request().action().equals("restrict-slack-app");
    }

    @Override
    public void remove(Case what) {
      slack.users.remove(SlackDouble.USER);
      slack.installed.remove(APP_HERE);
      slack.approved.remove(APP_HERE);
    }

    @Override
    public void forbid() {
      slack.forbidden = true;
    }

    @Override
    public void lockOut() {
      slack.locked = true;
    }

    @Override
    public Set<String> used() {
      return slack.used;
    }

    @Override
    public List<String> secrets() {
      return List.of(SlackDouble.TOKEN);
    }

    @Override
    public void close() {
      slack.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_restriction_is_taken_back_to_what_held_before(boolean approved) {
    try (SlackWorld world = (SlackWorld) world("restrict-slack-app")) {
      if (!approved) {
        world.slack.approved.remove(APP_HERE);
      }
      ActionOutcome outcome = run(world, cases().get(0).request());
      UndoHandler handler = (UndoHandler) world.handlers().get("restrict-slack-app");

      for (int i = 0; i < 2; i++) {
        assertThat(handler.undo(outcome.undo(), NOW)).contains("read back");
        assertThat(world.slack.restricted).doesNotContain(APP_HERE);
        assertThat(world.slack.approved.contains(APP_HERE)).isEqualTo(approved);
      }
      assertThat(outcome.undo().command()).isEmpty();
    }
  }

  @Test
  void a_restriction_says_that_installations_stay() {
    try (World world = world("restrict-slack-app")) {
      assertThat(run(world, cases().get(0).request()).reason())
          .contains("installations that are there stay");
    }
  }

  @Test
  void an_organization_of_its_own_name_is_acted_on_as_a_whole() {
    try (SlackWorld world = (SlackWorld) world("uninstall-slack-app")) {
      world.slack.installed.add(APP + "@" + SlackDouble.ENTERPRISE);

      ActionRequest request =
          request("uninstall-slack-app", APP, SlackDouble.ENTERPRISE, Map.of("client_id", APP));

      assertThat(run(world, request).status()).isEqualTo(Status.DONE);
      assertThat(world.slack.installed).containsExactlyInAnyOrder(APP_HERE, OTHER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"restrict-slack-app", "uninstall-slack-app"})
  void another_organization_is_refused_without_being_asked_for(String action) {
    try (World world = world(action)) {
      ActionRequest request = request(action, APP, "E0FOREIGN", Map.of("client_id", APP));

      assertThat(run(world, request).status()).isEqualTo(Status.REFUSED);
      assertThat(world.http().calls()).noneMatch(call -> call.contains("/api/admin."));
    }
  }

  @Test
  void a_token_of_another_organization_uninstalls_nothing() {
    try (SlackWorld world = (SlackWorld) world("uninstall-slack-app")) {
      Map<String, String> other = new HashMap<>(environment(world.slack.address()));
      other.put("TOKEN_RESPONDER_SLACK_ENTERPRISE", "E0FOREIGN");

      assertThat(
              SlackConnector.handlers(other, CLOCK)
                  .get("uninstall-slack-app")
                  .prepare(cases().get(1).request()))
          .isInstanceOf(dev.tokenresponder.action.Preparation.Refused.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "restrict-slack-app,email: alice@example.com",
    "restrict-slack-app,id: W0EXAMPLE01",
    "uninstall-slack-app,email: alice@example.com",
    "uninstall-slack-app,email_domain: example.com",
  })
  void an_application_that_somebody_exempt_installed_is_left_alone(
      String action, String exemption) {
    try (World world = world(action)) {
      Case what =
          cases().stream()
              .filter(each -> each.request().action().equals(action))
              .findFirst()
              .orElseThrow();

      ActionOutcome outcome = exempting(exemption).run(world, what.request());

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"restrict-slack-app", "uninstall-slack-app"})
  void who_is_not_there_any_more_keeps_no_application_installed(String action) {
    try (World world = world(action)) {
      ActionRequest request =
          request(
              action,
              APP,
              SlackDouble.TEAM,
              Map.of("client_id", APP, "user_id", SlackDouble.GUEST));

      assertThat(exempting("id: " + SlackDouble.GUEST).run(world, request).status())
          .isEqualTo(Status.REFUSED);
      assertThat(run(world, request).status()).isEqualTo(Status.DONE);
    }
  }

  @Test
  void where_no_session_is_listed_they_are_reset_all_the_same() {
    try (SlackWorld world = (SlackWorld) world("reset-slack-sessions")) {
      world.slack.teams.clear();
      ActionRequest request =
          request(
              "reset-slack-sessions",
              SlackDouble.USER,
              SlackDouble.ENTERPRISE,
              Map.of("user_id", SlackDouble.USER));

      ActionOutcome outcome = run(world, request);

      assertThat(outcome.status()).isEqualTo(Status.DONE);
      assertThat(outcome.reason()).contains("Slack confirmed", "nothing to read back");
      assertThat(world.slack.sessions).containsExactly(SlackDouble.OTHER_USER + "/71000009");
    }
  }

  @Test
  void sessions_that_no_workspace_lists_are_reset_as_well() {
    try (SlackWorld world = (SlackWorld) world("reset-slack-sessions")) {
      world.slack.teams.add("T0ANOTHER");
      ActionRequest request =
          request(
              "reset-slack-sessions",
              SlackDouble.USER,
              "T0ANOTHER",
              Map.of("user_id", SlackDouble.USER));

      assertThat(run(world, request).reason()).contains("nothing to read back");
      assertThat(world.slack.sessions).containsExactly(SlackDouble.OTHER_USER + "/71000009");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SlackDouble.TEAM, SlackDouble.ENTERPRISE})
  void who_is_in_many_workspaces_is_reset_with_few_calls(String place) {
    try (SlackWorld world = (SlackWorld) world("reset-slack-sessions")) {
      for (int i = 10; i < 60; i++) {
        world.slack.teams.add("T0MANY" + i);
      }
      ActionRequest request =
          request(
              "reset-slack-sessions", SlackDouble.USER, place, Map.of("user_id", SlackDouble.USER));

      assertThat(run(world, request).status()).isEqualTo(Status.DONE);
      assertThat(world.http().calls()).hasSizeLessThan(10);
    }
  }

  @Test
  void a_list_that_is_throttled_keeps_no_session_open() {
    try (SlackWorld world = (SlackWorld) world("reset-slack-sessions")) {
      world.http().next(1, "POST", "users.session.list", Kind.REFUSED, 429);

      ActionOutcome outcome = run(world, cases().get(2).request());

      assertThat(outcome.status()).isEqualTo(Status.DONE);
      assertThat(outcome.reason()).contains("nothing to read back");
      assertThat(world.isContained(cases().get(2))).isTrue();
    }
  }

  @Test
  void who_is_of_another_organization_is_refused_and_not_tried_again() {
    try (World world = world("reset-slack-sessions")) {
      ActionRequest request =
          request(
              "reset-slack-sessions",
              SlackDouble.GUEST,
              SlackDouble.TEAM,
              Map.of("user_id", SlackDouble.GUEST));

      assertThat(run(world, request).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void an_error_that_passes_is_for_another_try_though_the_status_is_200() {
    try (World world = world("reset-slack-sessions")) {
      world.http().next(1, "POST", "users.session.reset", Kind.REFUSED, 200);

      assertThatThrownBy(() -> run(world, cases().get(2).request()))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ratelimited,true,now",
    "internal_error,true,now",
    "user_session_reset_failed,true,now",
    "missing_scope,false,lacks the permission",
    "not_an_admin,false,lacks the permission",
    "must_revoke_access,false,lacks the permission",
    "token_revoked,false,are not accepted",
    "something_new,false,something_new",
    "<b>hostile</b>,false,an unknown error"
  })
  void each_error_has_a_category(String code, boolean retryable, String told) {
    ActionException error = SlackErrors.of("do it", code);

    assertThat(error.isRetryable()).isEqualTo(retryable);
    assertThat(error).hasMessageContaining(told).hasMessageNotContaining("<b>");
  }

  @Test
  void without_configuration_there_are_no_actions() {
    assertThat(SlackConnector.handlers(Map.of(), CLOCK)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xoxp-can\nary", "xoxp-can\u200Bary", "xoxp canary", "xoxp-"})
  void a_token_that_is_malformed_is_refused_and_not_repeated(String token) {
    assertThatThrownBy(
            () ->
                SlackConnector.handlers(
                    Map.of(
                        "TOKEN_RESPONDER_SLACK_TOKEN",
                        token,
                        "TOKEN_RESPONDER_SLACK_ENTERPRISE",
                        SlackDouble.ENTERPRISE),
                    CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TOKEN_RESPONDER_SLACK_TOKEN")
        .hasMessageNotContaining("xoxp");
  }

  @Test
  void a_token_without_its_organization_is_refused_and_not_repeated() {
    assertThatThrownBy(
            () ->
                SlackConnector.handlers(
                    Map.of("TOKEN_RESPONDER_SLACK_TOKEN", SlackDouble.TOKEN), CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TOKEN_RESPONDER_SLACK_ENTERPRISE")
        .hasMessageNotContaining(SlackDouble.TOKEN);
  }
}
