package dev.tokenresponder.connectors.dropbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.saas.ActionContract;
import dev.tokenresponder.connectors.saas.HttpDouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The action in Dropbox, on what answers like it. */
class DropboxActionsTest extends ActionContract {
  private static final String ALICE = "dbmid:EXAMPLEMEMBER0001";
  private static final String BOB = "dbmid:EXAMPLEMEMBER0002";
  private static final String APP = "dbaid:EXAMPLEAPP0001";
  private static final String OTHER = "dbaid:EXAMPLEAPP0002";
  private static final Set<String> LEFT = Set.of(ALICE + "/" + OTHER, BOB + "/" + APP);

  private static Map<String, String> environment(String address) {
    return Map.of(
        "TOKEN_RESPONDER_DROPBOX_APP_KEY", DropboxDouble.KEY,
        "TOKEN_RESPONDER_DROPBOX_APP_SECRET", DropboxDouble.SECRET,
        "TOKEN_RESPONDER_DROPBOX_REFRESH_TOKEN", DropboxDouble.REFRESH,
        "TOKEN_RESPONDER_DROPBOX_STAND_IN", address);
  }

  @Override
  protected World world(String action) {
    return new DropboxWorld(new DropboxDouble(declared(action)));
  }

  @Override
  protected boolean isThrottledLong() {
    return true;
  }

  @Override
  protected List<Case> cases() {
    String action = "revoke-dropbox-app";
    Map<String, String> arguments = Map.of("user_id", ALICE, "client_id", APP);
    return List.of(
        new Case(
            request(action, ALICE + "/" + APP, "example.com", arguments),
            "POST",
            "/list_member_linked_apps",
            "POST",
            "/revoke_linked_app",
            request(action, ALICE + "/" + APP, "example.net", arguments),
            "email: alice@example.com",
            Status.REFUSED));
  }

  private static final class DropboxWorld implements World {
    private final DropboxDouble dropbox;

    DropboxWorld(DropboxDouble dropbox) {
      this.dropbox = dropbox;
      dropbox.members.putAll(Map.of(ALICE, "alice@example.com", BOB, "bob@example.com"));
      dropbox.linked.addAll(LEFT);
      dropbox.linked.add(ALICE + "/" + APP);
    }

    @Override
    public HttpDouble http() {
      return dropbox;
    }

    @Override
    public Map<String, ActionHandler> handlers() {
      return DropboxConnector.handlers(environment(dropbox.address()), CLOCK);
    }

    @Override
    public boolean isContained(Case what) {
      return dropbox.linked.equals(LEFT);
    }

    @Override
    public boolean isUntouched() {
      return dropbox.linked.size() == 3;
    }

    @Override
    public boolean contain(Case what) {
      return dropbox.linked.remove(ALICE + "/" + APP);
    }

    @Override
    public void remove(Case what) {
      dropbox.members.remove(ALICE);
    }

    @Override
    public void forbid() {
      dropbox.forbidden = true;
    }

    @Override
    public void lockOut() {
      dropbox.locked = true;
    }

    @Override
    public Set<String> used() {
      return dropbox.used;
    }

    @Override
    public List<String> secrets() {
      return List.of(DropboxDouble.SECRET, DropboxDouble.REFRESH, DropboxDouble.ACCESS);
    }

    @Override
    public void close() {
      dropbox.close();
    }
  }

  @Test
  void a_scope_that_was_not_granted_fails_for_good() {
    try (DropboxWorld world = (DropboxWorld) world("revoke-dropbox-app")) {
      world.dropbox.granted.remove("sessions.modify");

      ActionOutcome outcome = run(world, cases().get(0).request());

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @Test
  void an_access_token_that_dropbox_ended_is_replaced() {
    try (DropboxWorld world = (DropboxWorld) world("revoke-dropbox-app")) {
      ActionHandler handler = world.handlers().get("revoke-dropbox-app");
      handler.prepare(cases().get(0).request());
      world.dropbox.endTokens();

      assertThat(handler.prepare(cases().get(0).request())).isInstanceOf(Preparation.Ready.class);
    }
  }

  @Test
  void a_refresh_token_that_was_revoked_fails_for_good_and_is_not_repeated() {
    try (DropboxWorld world = (DropboxWorld) world("revoke-dropbox-app")) {
      Map<String, String> environment = new HashMap<>(environment(world.dropbox.address()));
      environment.put("TOKEN_RESPONDER_DROPBOX_REFRESH_TOKEN", "canary-revoked");

      assertThatThrownBy(
              () ->
                  DropboxConnector.handlers(environment, CLOCK)
                      .get("revoke-dropbox-app")
                      .prepare(cases().get(0).request()))
          .hasMessageContaining("invalid_grant")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void without_configuration_there_are_no_actions() {
    assertThat(DropboxConnector.handlers(Map.of(), CLOCK)).isEmpty();
  }

  @Test
  void half_a_configuration_is_refused_and_not_repeated() {
    assertThatThrownBy(
            () ->
                DropboxConnector.handlers(
                    Map.of("TOKEN_RESPONDER_DROPBOX_REFRESH_TOKEN", DropboxDouble.REFRESH), CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("APP_KEY")
        .hasMessageNotContaining(DropboxDouble.REFRESH);
  }
}
