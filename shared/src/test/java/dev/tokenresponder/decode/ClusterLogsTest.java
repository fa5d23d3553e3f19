package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.event.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What CloudWatch Logs delivers of a cluster is believed only where the operator said so. */
class ClusterLogsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> TRUSTED = Set.of("eks/111122223333/shop");
  private static final String GROUP = "/aws/eks/shop/cluster";

  @Test
  void a_record_of_a_trusted_cluster_is_proven() throws IOException {
    assertThat(provenance(awslogs(batch(GROUP, audit())))).isEqualTo(Provenance.VERIFIED);
  }

  @Test
  void of_another_cluster_it_is_not() throws IOException {
    assertThat(provenance(awslogs(batch("/aws/eks/test/cluster", audit()))))
        .isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(awslogs(batch(GROUP, audit()).replace("111122223333", "444455556666"))))
        .isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(awslogs(batch("/shop/cluster", audit())))).isEqualTo(Provenance.CLAIMED);
  }

  @Test
  void nothing_but_the_delivery_itself_proves_it() throws IOException {
    String batch = batch(GROUP, audit());

    assertThat(provenance(batch)).isEqualTo(Provenance.CLAIMED);
    assertThat(
            provenance(
                json(Map.of("Records", List.of(Map.of("messageId", "m", "body", awslogs(batch)))))))
        .isEqualTo(Provenance.CLAIMED);
    assertThat(
            provenance(
                "{\"source\":\"my.app\",\"detail-type\":\"t\",\"detail\":" + awslogs(batch) + "}"))
        .isEqualTo(Provenance.CLAIMED);
  }

  @Test
  void a_record_of_aws_in_a_clusters_log_is_not() throws IOException {
    String record =
        Files.readString(Path.of("../events/aws.cloudtrail/stolen-instance-session.json"));
    String bare = MAPPER.readTree(record).get("detail").toString();

    assertThat(provenance(awslogs(batch(GROUP, bare)))).isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(awslogs(batch(GROUP, record)))).isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(awslogs(record))).isEqualTo(Provenance.CLAIMED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Intake.class,
      names = {"WEBHOOK", "GOOGLE_PUSH"})
  void what_came_another_way_keeps_its_own_proof(Intake intake) throws IOException {
    Decoded decoded =
        Decoders.decode(bytes(awslogs(batch(GROUP, audit()))), intake, TRUSTED, null).get(0);

    assertThat(((Decoded.Event) decoded).event().provenance()).isEqualTo(Provenance.CLAIMED);
  }

  private static Provenance provenance(String element) {
    Decoded decoded = Decoders.decode(bytes(element), Intake.BUS, TRUSTED, null).get(0);
    return ((Decoded.Event) decoded).event().provenance();
  }

  private static String audit() throws IOException {
    return Files.readString(Path.of("../events/kubernetes.audit/pod-token-from-internet.json"));
  }

  private static String batch(String group, String message) throws JsonProcessingException {
    return json(
        Map.of(
            "messageType",
            "DATA_MESSAGE",
            "owner",
            "111122223333",
            "logGroup",
            group,
            "logEvents",
            List.of(Map.of("id", "1", "message", message))));
  }

  private static String awslogs(String data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes(data));
    }
    return "{\"awslogs\":{\"data\":\""
        + Base64.getEncoder().encodeToString(out.toByteArray())
        + "\"}}";
  }

  private static String json(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
