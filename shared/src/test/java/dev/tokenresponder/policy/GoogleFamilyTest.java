package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key of one service account that brought forth a token of another. */
class GoogleFamilyTest {
  private static final String IMPERSONATED = "deploy-admin@example-prod.iam.gserviceaccount.com";

  private final Lineage lineage = new FollowedLineage(new InMemoryLinks());
  private final TokenEvent event =
      ((Decoded.Event)
              Decoders.decode(
                      SamplePlans.sample("gcp.audit/jwt-signed-with-key")
                          .getBytes(StandardCharsets.UTF_8),
                      Intake.OPERATOR,
                      null)
                  .get(0))
          .event();

  @Test
  void the_impersonated_account_is_disabled_with_the_key() {
    lineage.record(event);

    assertThat(
            new Planner(PolicyReader.parse("p", SamplePlans.ENFORCE), lineage)
                .plan(
                    event,
                    List.of(Samples.finding(Level.CRITICAL, "contain-credential")),
                    event.time()))
        .filteredOn(planned -> planned.action().containment())
        .extracting(planned -> planned.action().name(), planned -> planned.reason())
        .containsExactlyInAnyOrder(
            tuple("disable-service-account-key", "A stolen session"),
            tuple(
                "disable-service-account",
                "made from " + event.credential().ref() + ": A stolen session"));
  }

  @Test
  void twelve_hours_later_its_tokens_are_dead() {
    lineage.record(event);

    assertThat(
            lineage
                .descendants(
                    event.credential().ref(),
                    event.time().plus(Duration.ofHours(12)).minusSeconds(1))
                .links())
        .extracting(link -> link.child().ref().id())
        .containsExactly(IMPERSONATED);
    assertThat(
            lineage
                .descendants(event.credential().ref(), event.time().plus(Duration.ofHours(12)))
                .links())
        .isEmpty();
  }
}
