package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.aws.iam.FakeIam;
import dev.tokenresponder.aws.iam.Requests;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.Sighting;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lambda.NotifyOwners.class)
class NotifyOwnersFunctionTest {

  @BeforeEach
  void forget() {
    TestWiring.BUS.clear();
    TestWiring.TOLD.clear();
  }

  @Test
  void tells_the_owner_once_however_often_it_is_delivered() {
    Sighting sighting =
        new Sighting(
            "e-1",
            TestWiring.CLOCK.instant(),
            "aws.cloudtrail",
            "GetCallerIdentity",
            null,
            "r",
            "A stolen session",
            Level.CRITICAL);
    Incident incident =
        TestWiring.STORE.report(
            new IncidentReport(
                "session AROA:x",
                "arn:aws:iam::111122223333:role/app-server",
                FakeIam.ACCOUNT,
                TestWiring.CLOCK.instant(),
                Duration.ofHours(24),
                List.of(sighting)));
    String event =
        Lambda.requested(
            Requests.request(
                incident.id(), "notify-owner", "app-server", FakeIam.ACCOUNT, Map.of()));

    assertThat(Lambda.invoke(event).statusCode()).isEqualTo(200);
    assertThat(Lambda.invoke(event).statusCode()).isEqualTo(200);

    assertThat(TestWiring.TOLD)
        .singleElement()
        .satisfies(m -> assertThat(m.text()).contains(incident.id(), "a stolen session"));
    assertThat(TestWiring.BUS).hasSize(2).allMatch(m -> m.detail().contains("told a@example.com"));
  }

  @Test
  void an_incident_that_is_not_there_yet_is_tried_again() {
    String event =
        Lambda.requested(
            Requests.request("inc-none", "notify-owner", "x", FakeIam.ACCOUNT, Map.of()));

    assertThat(Lambda.invoke(event).statusCode()).isEqualTo(500);
    assertThat(TestWiring.TOLD).isEmpty();
  }
}
