package dev.tokenresponder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FindingsTest {
  private static final Instant OPENED = Instant.parse("2026-11-24T09:00:00Z");
  private static final Instant ACTED = OPENED.plusSeconds(7);
  private static final String SOURCE = "organizations/123/sources/456";

  private static Incident incident(Level level, @Nullable Status status, @Nullable String account) {
    String id = "inc-20261124-0123456789ab";
    ActionKey key = new ActionKey(id, "revoke-role-session", "AROAX:s#2026");
    Undo undo = new Undo("aws iam …", Map.of("document", "CANARY-OF-UNDO"));
    return new Incident(
        id,
        "session AROAX:s",
        "arn:aws:iam::111122223333:role/app",
        account,
        OPENED,
        List.of(
            new Sighting("e-1", OPENED, "aws.cloudtrail", "A", null, "r-1", "Low", Level.LOW),
            new Sighting("e-2", OPENED, "aws.cloudtrail", "B", "203.0.113.7", "r-2", "Top", level)),
        status == null ? List.of() : List.of(new ActionOutcome(key, status, "why", undo, ACTED)));
  }

  @Test
  void ocsfHasWhatADetectionFindingMustHave() {
    JsonNode finding = OcsfFinding.of(incident(Level.CRITICAL, Status.DONE, "111122223333"));
    for (String name :
        List.of(
            "activity_id",
            "category_uid",
            "class_uid",
            "finding_info",
            "metadata",
            "severity_id",
            "time",
            "type_uid")) {
      assertThat(finding.has(name)).as(name).isTrue();
    }
    assertThat(finding.path("type_uid").asInt())
        .isEqualTo(finding.path("class_uid").asInt() * 100 + finding.path("activity_id").asInt());
    assertThat(finding.path("severity_id").asInt()).isEqualTo(5);
    assertThat(finding.path("status_id").asInt()).isEqualTo(4);
    assertThat(finding.path("time").asLong()).isEqualTo(ACTED.toEpochMilli());
    assertThat(finding.at("/finding_info/title").asText()).isEqualTo("Top");
    assertThat(finding.path("evidences")).hasSize(2);
    assertThat(finding.at("/evidences/1/src_endpoint/ip").asText()).isEqualTo("203.0.113.7");
    assertThat(finding.at("/unmapped/actions/0/target").asText()).isEqualTo("AROAX:s");
  }

  @Test
  void asffHasWhatSecurityHubDemands() {
    JsonNode finding =
        SecurityHubFinding.of(
            incident(Level.HIGH, Status.HELD, "111122223333"), "111122223333", "eu-west-1");
    for (String name :
        List.of(
            "SchemaVersion",
            "Id",
            "ProductArn",
            "GeneratorId",
            "AwsAccountId",
            "Types",
            "CreatedAt",
            "UpdatedAt",
            "Severity",
            "Title",
            "Description",
            "Resources")) {
      assertThat(finding.has(name)).as(name).isTrue();
    }
    assertThat(finding.path("ProductArn").asText())
        .isEqualTo("arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default");
    assertThat(finding.at("/Severity/Label").asText()).isEqualTo("HIGH");
    assertThat(finding.at("/Workflow/Status").asText()).isEqualTo("NEW");
    assertThat(finding.path("UpdatedAt").asText()).isEqualTo("2026-11-24T09:00:07Z");
  }

  @ParameterizedTest
  @CsvSource({
    "example-project, //cloudresourcemanager.googleapis.com/projects/example-project",
    "111122223333, //cloudresourcemanager.googleapis.com/organizations/123",
    ", //cloudresourcemanager.googleapis.com/organizations/123"
  })
  void sccNamesTheProjectOrTheOrganization(@Nullable String account, String resource) {
    JsonNode finding =
        SecurityCommandCenterFinding.of(incident(Level.MEDIUM, null, account), SOURCE);
    assertThat(finding.path("resourceName").asText()).isEqualTo(resource);
    assertThat(finding.path("name").asText())
        .matches("organizations/123/sources/456/findings/[A-Za-z0-9]{1,32}");
    assertThat(finding.path("state").asText()).isEqualTo("ACTIVE");
    assertThat(finding.path("severity").asText()).isEqualTo("MEDIUM");
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void whatIsNotContainedIsNeverToldAsResolved(Status status) {
    Incident incident = incident(Level.HIGH, status, "example-project");
    boolean contained = status == Status.DONE;
    assertThat(OcsfFinding.of(incident).path("status_id").asInt() == 4).isEqualTo(contained);
    assertThat(
            SecurityHubFinding.of(incident, "111122223333", "eu-west-1")
                .at("/Workflow/Status")
                .asText()
                .equals("RESOLVED"))
        .isEqualTo(contained);
    assertThat(
            SecurityCommandCenterFinding.of(incident, SOURCE)
                .path("state")
                .asText()
                .equals("INACTIVE"))
        .isEqualTo(contained);
  }

  @Test
  void whatAnUndoHoldsIsInNoneOfThem() {
    Incident incident = incident(Level.HIGH, Status.DONE, "111122223333");
    for (JsonNode finding :
        List.of(
            OcsfFinding.of(incident),
            SecurityHubFinding.of(incident, "111122223333", "eu-west-1"),
            SecurityCommandCenterFinding.of(incident, SOURCE))) {
      assertThat(finding.toString()).doesNotContain("CANARY");
    }
  }
}
