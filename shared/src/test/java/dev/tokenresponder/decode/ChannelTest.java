package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel proves, and the lists that providers send. */
class ChannelTest {
  private static final String OKTA =
      """
      {"eventType": "user.session.start", "published": "2026-11-24T09:00:00Z", "uuid": "u",
       "actor": {"id": "00u1", "type": "User", "alternateId": "alice@example.com"},
       "outcome": {"result": "SUCCESS"}}
      """;
  private static final String CLOUDTRAIL =
      """
      {"eventSource": "sts.amazonaws.com", "eventName": "GetCallerIdentity", "eventID": "e",
       "eventTime": "2026-11-24T09:00:00Z",
       "userIdentity": {"type": "IAMUser", "userName": "alice", "accountId": "111122223333"}}
      """;

  @ParameterizedTest(name = "{0} speaks for {1}: {2}")
  @CsvSource({
    "aws.sts, cloudtrail, VERIFIED",
    "aws.partner/okta.com/example/log, okta, VERIFIED",
    "aws.partner/okta.com/example/log, cloudtrail, CLAIMED",
    "aws.partner/example.com/okta.com, okta, CLAIMED",
    "aws.partner/oktabad.com/example/log, okta, CLAIMED",
    "aws.sts, okta, CLAIMED",
    "my.application, okta, CLAIMED",
    "my.application, cloudtrail, CLAIMED",
  })
  void an_event_is_believed_only_about_what_its_channel_speaks_for(
      String channel, String record, Provenance provenance) {
    String body = record.equals("okta") ? OKTA : CLOUDTRAIL;
    String event =
        """
        {"version": "0", "id": "i", "detail-type": "t", "source": "%s", "account": "111122223333",
         "time": "2026-11-24T09:00:00Z", "region": "eu-west-1", "resources": [], "detail": %s}
        """
            .formatted(channel, body);

    assertThat(decode(event, Intake.BUS))
        .singleElement()
        .isInstanceOfSatisfying(
            Decoded.Event.class,
            decoded -> assertThat(decoded.event().provenance()).isEqualTo(provenance));
  }

  @ParameterizedTest(name = "of {0} on the bus of {1}: {2}")
  @CsvSource({
    "111122223333, 111122223333, VERIFIED",
    "111122223333, 999988887777, CLAIMED",
    "999988887777, 111122223333, CLAIMED",
  })
  void a_call_is_believed_only_from_the_account_that_received_it(
      String recipient, String bus, Provenance provenance) {
    String body = CLOUDTRAIL.replaceFirst("\\{", "{\"recipientAccountId\": \"" + recipient + "\",");
    String event =
        "{\"detail-type\": \"t\", \"source\": \"aws.sts\", \"account\": \"%s\", \"detail\": %s}"
            .formatted(bus, body);

    assertThat(provenance(event, Intake.BUS)).isEqualTo(provenance);
  }

  @ParameterizedTest(name = "pushed, log {0}: {1}")
  @CsvSource({
    "projects/example-project/logs/cloudaudit.googleapis.com%2Factivity, VERIFIED",
    "organizations/123/logs/cloudaudit.googleapis.com%2Fdata_access, VERIFIED",
    "projects/example-project/logs/my-log, CLAIMED",
    "projects/example-project/logs/x/logs/cloudaudit.googleapis.com%2Factivity, CLAIMED",
    "projects/example-project/logs/cloudaudit.googleapis.com%2Factivity%2Fx, CLAIMED",
    "'', CLAIMED",
  })
  void a_pushed_entry_is_believed_only_from_an_audit_log(String log, Provenance provenance) {
    assertThat(provenance(pushed(AUDIT.formatted(log)), Intake.GOOGLE_PUSH)).isEqualTo(provenance);
  }

  @Test
  void an_entry_that_anybody_could_have_written_is_not_believed_from_a_file_either() {
    String log = "projects/example-project/logs/my-log";

    assertThat(provenance(AUDIT.formatted(log), Intake.OPERATOR)).isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(AUDIT.formatted(""), Intake.OPERATOR)).isEqualTo(Provenance.VERIFIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {OKTA, CLOUDTRAIL})
  void a_push_of_googles_proves_nothing_about_others(String record) {
    assertThat(provenance(pushed(record), Intake.GOOGLE_PUSH)).isEqualTo(Provenance.CLAIMED);
    String event = "{\"detail-type\": \"t\", \"source\": \"aws.sts\", \"detail\": " + record + "}";
    assertThat(provenance(pushed(event), Intake.GOOGLE_PUSH)).isEqualTo(Provenance.CLAIMED);
  }

  @Test
  void a_push_without_a_verified_token_proves_nothing() {
    String log = "projects/example-project/logs/cloudaudit.googleapis.com%2Factivity";

    assertThat(provenance(pushed(AUDIT.formatted(log)), Intake.BUS)).isEqualTo(Provenance.CLAIMED);
  }

  private static final String AUDIT =
      """
      {"protoPayload": {"methodName": "GenerateAccessToken",
         "serviceName": "iamcredentials.googleapis.com",
         "authenticationInfo": {"principalEmail": "anna@example.com"}},
       "insertId": "i", "timestamp": "2026-11-24T09:00:00Z", "logName": "%s",
       "resource": {"type": "service_account", "labels": {"project_id": "example-project"}}}
      """;

  private static String pushed(String entry) {
    String data = Base64.getEncoder().encodeToString(entry.getBytes(StandardCharsets.UTF_8));
    return "{\"message\": {\"data\": \""
        + data
        + "\", \"messageId\": \"1\"}, \"subscription\": \"s\"}";
  }

  private static Provenance provenance(String element, Intake intake) {
    return ((Decoded.Event) decode(element, intake).get(0)).event().provenance();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "{\"Records\": [%s]}",
        "{\"records\": [%s]}",
        "{\"detail-type\": \"t\", \"source\": \"aws.sts\", \"detail\": %s}",
        "{\"specversion\": \"1.0\", \"data\": %s}",
      })
  void no_layer_inside_makes_it_forget_its_channel(String layer) {
    String event =
        """
        {"version": "0", "id": "i", "detail-type": "t", "account": "111122223333",
         "source": "aws.partner/okta.com/example/log", "time": "2026-11-24T09:00:00Z",
         "region": "eu-west-1", "resources": [], "detail": %s}
        """
            .formatted(layer.formatted(CLOUDTRAIL));

    assertThat(decode(event, Intake.BUS))
        .singleElement()
        .isInstanceOfSatisfying(
            Decoded.Event.class,
            decoded -> assertThat(decoded.event().provenance()).isEqualTo(Provenance.CLAIMED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "{\"records\": [%s, %s]}",
        "{\"entries\": [%s, %s]}",
        "{\"activities\": [%s, %s]}",
        "{\"@odata.context\": \"c\", \"value\": [%s, %s]}",
        "{\"kind\": \"admin#reports#activities\", \"items\": [%s, %s]}",
        "{\"kind\": \"EventList\", \"items\": [%s, %s]}",
        "{\"events\": [%s, %s], \"has_more\": false, \"cursor\": \"c\"}",
      })
  void every_record_of_a_list_is_read(String list) {
    assertThat(decode(list.formatted(OKTA, OKTA), Intake.OPERATOR))
        .hasSize(2)
        .allMatch(Decoded.Event.class::isInstance);
  }

  @Test
  void what_a_kubernetes_secret_holds_is_removed() {
    String record =
        """
        {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "auditID": "a", "verb": "list",
         "stage": "ResponseComplete", "requestReceivedTimestamp": "2026-11-24T09:00:00Z",
         "user": {"username": "alice"}, "objectRef": {"resource": "secrets"},
         "requestObject": {"kind": "Secret", "stringData": {"a": "MUST-NOT-LEAK"},
           "metadata": {"annotations":
             {"kubectl.kubernetes.io/last-applied-configuration": "MUST-NOT-LEAK"}}},
         "responseObject": {"kind": "SecretList", "items": [{"data": {"a": "MUST-NOT-LEAK"}}]}}
        """;

    assertThat(decode(record, Intake.OPERATOR).toString())
        .contains("SecretList")
        .doesNotContain("MUST-NOT-LEAK");
  }

  private static List<Decoded> decode(String text, Intake intake) {
    return Decoders.decode(text.getBytes(StandardCharsets.UTF_8), intake, null);
  }
}
