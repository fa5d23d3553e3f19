package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that was made of several for want of room. */
class MergingTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final String ONE = "AROAEXAMPLEROLE123456:one";
  private static final String OTHER = "AROAEXAMPLEROLE123456:other";

  @ParameterizedTest
  @ValueSource(strings = {"revoke-role-session", "revoke-identity-center-sessions"})
  void what_one_asked_for_goes_with_it_unless_another_asked_for_it_too(String action) {
    Owner mine = owner("inc-1", action, ONE);
    Owner alsoMine = owner("inc-2", action, ONE);
    Owner theirs = owner("inc-3", action, OTHER);
    List<JsonNode> all =
        List.of(new Denial(List.of(mine, alsoMine, theirs), NOW, List.of(ONE, OTHER)).json());

    List<JsonNode> first = Merging.remove(all, mine);
    assertThat(denial(first).userIds()).containsExactly(ONE, OTHER);
    assertThat(denial(first).owners()).containsExactly(alsoMine, theirs);

    List<JsonNode> second = Merging.remove(first, alsoMine);
    assertThat(denial(second).userIds()).containsExactly(OTHER);
    assertThat(denial(second).owners()).containsExactly(theirs);
  }

  private static Owner owner(String incident, String action, String session) {
    return Owner.of(
        Requests.request(incident, action, session, "111122223333", Map.of()), session, false);
  }

  private static Denial denial(List<JsonNode> statements) {
    assertThat(statements).hasSize(1);
    return Denial.parse(statements.get(0)).orElseThrow();
  }
}
