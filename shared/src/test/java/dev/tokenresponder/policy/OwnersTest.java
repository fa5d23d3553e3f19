package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnersTest {
  private static final Principal APP =
      new Principal(PrincipalType.SERVICE_ACCOUNT, "app", "app", "example-project", null);
  private static final Optional<String> NONE = Optional.empty();
  private final Owners owners =
      new Owners(
          "owner",
          Map.of(
              "app", "app-team@example.com",
              "team-a", "team-a@example.com",
              "example-project", "project@example.com",
              "place", "place@example.com"),
          List.of("security@example.com"));

  @Test
  void the_nearest_that_is_known_is_told() {
    assertThat(owners.of(APP, Optional.of("x@example.com"), "place", Optional.of("team-a")))
        .containsExactly("x@example.com");
    assertThat(owners.of(APP, Optional.of("team-a"), "place", NONE))
        .containsExactly("team-a@example.com");
    assertThat(owners.of(APP, Optional.of(" "), "place", Optional.of("team-a")))
        .containsExactly("app-team@example.com");
    assertThat(owners.of(named("other"), NONE, "place", Optional.of("team-a")))
        .containsExactly("team-a@example.com");
    assertThat(owners.of(named("other"), NONE, "place", NONE))
        .containsExactly("project@example.com");
    assertThat(owners.of(stranger(), NONE, "place", NONE)).containsExactly("place@example.com");
    assertThat(owners.of(stranger(), NONE, null, NONE)).containsExactly("security@example.com");
  }

  private static Principal named(String name) {
    return new Principal(PrincipalType.SERVICE_ACCOUNT, name, name, "example-project", null);
  }

  private static Principal stranger() {
    return new Principal(PrincipalType.USER, "m", "m", null, null);
  }
}
