package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.decode.Envelopes.Opened;
import dev.tokenresponder.event.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
  private static final String RECORD = "{\"eventName\":\"x\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RECORD",
        "{\"Records\":[RECORD]}",
        "{\"version\":\"0\",\"source\":\"aws.sts\",\"detail-type\":\"t\",\"detail\":RECORD}",
        "{\"messageId\":\"m\",\"body\":TEXT}",
        "{\"message\":{\"data\":BASE64},\"subscription\":\"s\"}",
        "{\"specversion\":\"1.0\",\"data\":{\"message\":{\"data\":BASE64}}}",
        "{\"awslogs\":{\"data\":BATCH}}",
      })
  void takes_the_record_out(String template) throws IOException {
    String batch =
        "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"message\":"
            + quoted(RECORD)
            + "}]}";
    String element =
        template
            .replace("TEXT", quoted(RECORD))
            .replace("BASE64", quoted(base64(RECORD.getBytes(StandardCharsets.UTF_8))))
            .replace("BATCH", quoted(base64(gzip(batch))))
            .replace("RECORD", RECORD);

    List<Opened> opened = open(element, Intake.OPERATOR);

    assertThat(opened).hasSize(1);
    assertThat(((Opened.Readable) opened.get(0)).record().body().path("eventName").asText())
        .isEqualTo("x");
  }

  @Test
  void one_poison_record_costs_only_itself() {
    List<Opened> opened = open("{\"Records\":[" + RECORD + ",42," + RECORD + "]}", Intake.BUS);

    assertThat(opened)
        .extracting(o -> o.getClass().getSimpleName())
        .containsExactly("Readable", "Unreadable", "Readable");
  }

  @Test
  void only_a_source_of_aws_proves_a_record_that_came_over_a_bus() {
    String event = "{\"source\":\"%s\",\"detail-type\":\"t\",\"detail\":" + RECORD + "}";

    assertThat(provenance(event.formatted("aws.sts"), Intake.BUS)).isEqualTo(Provenance.VERIFIED);
    assertThat(provenance(event.formatted("my.app"), Intake.BUS)).isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(event.formatted("awsx"), Intake.BUS)).isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(event.formatted("my.app"), Intake.OPERATOR))
        .isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(RECORD, Intake.BUS)).isEqualTo(Provenance.CLAIMED);
    assertThat(provenance(RECORD, Intake.OPERATOR)).isEqualTo(Provenance.VERIFIED);
  }

  @Test
  void an_event_of_aws_that_somebody_wrapped_proves_nothing() {
    String genuine = "{\"source\":\"aws.sts\",\"detail-type\":\"t\",\"detail\":" + RECORD + "}";
    String data = quoted(base64(genuine.getBytes(StandardCharsets.UTF_8)));
    String event = "{\"source\":\"my.app\",\"detail-type\":\"t\",\"detail\":%s}";

    for (Intake intake : Intake.values()) {
      assertThat(provenance(event.formatted(genuine), intake)).isEqualTo(Provenance.CLAIMED);
      assertThat(provenance(event.formatted("{\"message\":{\"data\":" + data + "}}"), intake))
          .isEqualTo(Provenance.CLAIMED);
      assertThat(
              provenance(
                  event.formatted("{\"messageId\":\"m\",\"body\":" + quoted(genuine) + "}"),
                  intake))
          .isEqualTo(Provenance.CLAIMED);
    }
    assertThat(provenance("{\"message\":{\"data\":" + data + "}}", Intake.BUS))
        .isEqualTo(Provenance.CLAIMED);
  }

  @Test
  void refuses_envelopes_in_envelopes_without_end() {
    String element = RECORD;
    for (int i = 0; i < 10; i++) {
      element = "{\"source\":\"aws.x\",\"detail-type\":\"t\",\"detail\":" + element + "}";
    }

    assertThat(open(element, Intake.BUS)).allMatch(o -> o instanceof Opened.Unreadable);
  }

  @Test
  void refuses_a_batch_that_explodes_when_unpacked() throws IOException {
    String element =
        "{\"awslogs\":{\"data\":" + quoted(base64(gzip("x".repeat(20_000_000)))) + "}}";

    assertThat(open(element, Intake.BUS)).allMatch(o -> o instanceof Opened.Unreadable);
  }

  private static Provenance provenance(String element, Intake intake) {
    return ((Opened.Readable) open(element, intake).get(0)).record().provenance();
  }

  private static List<Opened> open(String element, Intake intake) {
    return Envelopes.open(element.getBytes(StandardCharsets.UTF_8), intake);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
