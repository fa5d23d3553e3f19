package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies spell GUIDs in small letters; what writes the records does as it likes. */
class MicrosoftAccountsTest {

  @ParameterizedTest
  @CsvSource({
    "azure.activity/owner-assigned, /subscriptions/",
    "entra.audit/event-hub-batch, \"tenantId\": \"",
    "entra.signin/service-principal, \"tenantId\": \"",
    "m365.audit/mail-read-in-outlook, \"OrganizationId\": \"",
  })
  void a_tenant_or_subscription_is_the_same_in_capitals(String sample, String before)
      throws IOException {
    String record =
        Files.readString(Path.of("../events/" + sample + ".json"))
            .replaceAll(
                "(?i)" + Pattern.quote(before) + "[0-9a-f-]{36}",
                before + "ABCDEF00-0000-4000-8000-00000000000A");

    assertThat(record).contains("ABCDEF00");
    assertThat(
            ((Decoded.Event)
                    Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null)
                        .get(0))
                .event()
                .account())
        .isEqualTo("abcdef00-0000-4000-8000-00000000000a");
  }
}
