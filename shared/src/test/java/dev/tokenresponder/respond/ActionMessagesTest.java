package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionMessagesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ActionRequest REQUEST =
      new ActionRequest(
          "inc-20260810-3f9a1c2b7d00",
          "revoke-role-session",
          "AROAEXAMPLEROLE123456:i-0abcd1234ef567890",
          "111122223333",
          Map.of("role", "arn:aws:iam::111122223333:role/app-server"),
          Disposition.ENFORCE,
          "because",
          Map.of("event_id", "e-1"),
          Instant.parse("2026-08-10T10:00:00Z"),
          1);

  @Test
  void a_request_survives_the_bus() throws JsonProcessingException {
    assertThat(ActionMessages.read(MAPPER.readTree(ActionMessages.write(REQUEST))))
        .isEqualTo(REQUEST);
  }

  @Test
  void a_request_fits_the_documented_schema() throws IOException {
    String schema = Files.readString(Path.of("../docs/action-request.schema.json"));

    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(ActionMessages.write(REQUEST), InputFormat.JSON))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"incident\":\"inc-20260810-3f9a1c2b7d00\",",
        "\"action\":\"revoke-role-session\",",
        "\"mode\":\"enforce\",",
        "\"requested_at\":\"2026-08-10T10:00:00Z\","
      })
  void a_request_that_lacks_something_is_refused(String part) throws JsonProcessingException {
    String message = ActionMessages.write(REQUEST);
    assertThat(message).contains(part);

    assertThatThrownBy(() -> ActionMessages.read(MAPPER.readTree(message.replace(part, ""))))
        .isInstanceOf(ActionException.class);
  }
}
