package dev.tokenresponder.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.net.Cidr;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
  private static final Instant TIME = Instant.parse("2026-08-10T10:00:00Z");
  private static final Trust TRUST =
      new Trust(
          Set.of("444455556666"),
          Set.of("example.com"),
          List.of(Cidr.parse("203.0.113.0/25")),
          Map.of("slack", Set.of("app-1"), "entra", Set.of("app-2")));
  private static final Trust NO_DOMAINS =
      new Trust(Set.of("444455556666"), Set.of(), List.of(), Map.of());

  @ParameterizedTest(name = "{0}, endpoint of {1}: trusted {2}")
  @CsvSource(
      nullValues = "null",
      value = {
        "203.0.113.77, null, true",
        "203.0.113.200, null, false",
        "10.0.4.17, null, true",
        "fd00::1, null, true",
        "10.0.4.17, 111122223333, true",
        "203.0.113.200, 111122223333, true",
        "10.0.4.17, 999988887777, false",
        "203.0.113.200, 999988887777, false",
        "ec2.amazonaws.com, null, true",
        "ec2.amazonaws.com.cn, null, true",
        "AWS Internal, null, true",
        "null, null, null",
      })
  void a_network_is_trusted_when_it_is_the_companys_own_or_the_providers(
      String address, String endpointOwner, Boolean trusted) {
    String endpoint =
        endpointOwner == null
            ? ""
            : "'vpcEndpointId':'vpce-1','vpcEndpointAccountId':'" + endpointOwner + "',";
    String source = address == null ? "" : "'sourceIPAddress':'" + address + "',";

    assertThat(
            Facts.of(event(source + endpoint, "111122223333"), TRUST, Past.UNKNOWN, null)
                .networkTrusted())
        .isEqualTo(trusted);
  }

  @ParameterizedTest(name = "an actor of {0} is trusted: {1}")
  @CsvSource({"111122223333, true", "444455556666, true", "999988887777, false"})
  void an_actor_is_trusted_in_its_own_account_and_from_trusted_ones(
      String account, boolean trusted) {
    assertThat(Facts.of(event("", account), TRUST, Past.UNKNOWN, null).actorTrusted())
        .isEqualTo(trusted);
  }

  @ParameterizedTest(name = "an actor of {0} is trusted: {1}; where no domain is listed: {2}")
  @CsvSource(
      nullValues = "null",
      value = {
        "example.com, true, null",
        "example.org, false, null",
        "sub.example.com, false, null",
        "com, false, false",
        "444455556666, true, true",
        "null, null, null",
      })
  void a_domain_is_trusted_when_it_is_listed(
      String domain, Boolean trusted, Boolean trustedWithoutDomains) {
    TokenEvent event =
        Call.at(TIME).by(Call.principal(PrincipalType.USER, "alice", domain)).event();

    assertThat(Facts.of(event, TRUST, Past.UNKNOWN, null).actorTrusted()).isEqualTo(trusted);
    assertThat(Facts.of(event, NO_DOMAINS, Past.UNKNOWN, null).actorTrusted())
        .isEqualTo(trustedWithoutDomains);
  }

  @ParameterizedTest(name = "{1} in {0} is approved: {2}")
  @CsvSource(
      nullValues = "null",
      value = {
        "slack.audit, app-1, true",
        "slack.audit, app-2, false",
        "slack.audit, APP-1, false",
        "entra.signin, app-2, true",
        "entra.signin, app-1, false",
        "m365.audit, app-2, true",
        "azure.activity, app-2, true",
        "m365.audit, app-1, false",
        "github.audit, app-1, false",
        "generic.oauth, app-2, false",
        "slack, app-1, false",
        "slack.audit, null, null",
      })
  void an_app_is_approved_when_its_provider_lists_it(String source, String app, Boolean approved) {
    TokenEvent event = Call.at(TIME).source(source).app(app).event();

    assertThat(Facts.of(event, TRUST, Past.UNKNOWN, null).appApproved()).isEqualTo(approved);
  }

  @ParameterizedTest(name = "a grant to {0}, everyone {1}, is trusted: {2}")
  @CsvSource(
      nullValues = "null",
      value = {
        "'', false, null",
        "'', true, false",
        "example.com, false, true",
        "example.com, true, false",
        "444455556666, false, true",
        "example.com 444455556666, false, true",
        "example.com example.org, false, false",
        "example.com 999988887777, false, false",
        "sub.example.com, false, false",
      })
  void a_grant_is_trusted_when_all_that_gain_are(String gains, boolean everyone, Boolean trusted) {
    Set<String> accounts = gains.isEmpty() ? Set.of() : Set.of(gains.split(" "));
    TokenEvent event = Call.at(TIME).grant(Grant.byPolicy(everyone, accounts, false, null)).event();

    assertThat(Facts.of(event, TRUST, Past.UNKNOWN, null).grantTrusted()).isEqualTo(trusted);
  }

  private static TokenEvent event(String more, String actorAccount) {
    String record =
        """
        {'eventSource':'s3.amazonaws.com','eventName':'ListBuckets',%s
         'eventTime':'2026-08-10T10:00:00Z','recipientAccountId':'111122223333',
         'userIdentity':{'type':'AWSAccount','accountId':'%s','principalId':'X'}}
        """
            .formatted(more, actorAccount)
            .replace('\'', '"');
    Decoded decoded =
        Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null).get(0);
    return ((Decoded.Event) decoded).event();
  }
}
