package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExemptionTest {

  @ParameterizedTest(name = "{0} {1} of {2} against {3}: {4}")
  @CsvSource({
    "ROLE, break-glass, 111122223333, arn:aws:iam::111122223333:role/break-glass, true",
    "ROLE, break-glass, 111122223333, arn:aws:iam::111122223333:role/ops/break-glass, true",
    "ROLE, break-glass-2, 111122223333, arn:aws:iam::111122223333:role/break-glass, false",
    "ROLE, Break-glass, 111122223333, arn:aws:iam::111122223333:role/break-glass, false",
    "ROLE, break-glass, 444455556666, arn:aws:iam::111122223333:role/break-glass, false",
    "USER, break-glass, 111122223333, arn:aws:iam::111122223333:role/break-glass, false",
    "USER, ann, 111122223333, arn:aws:iam::111122223333:user/ann, true",
    "ROOT, root, 111122223333, arn:aws:iam::111122223333:root, true",
    "USER, root, 111122223333, arn:aws:iam::111122223333:root, false",
    "ROLE, break.glass, 111122223333, arn:aws:iam::111122223333:role/break-glass, false",
  })
  void an_arn_covers_exactly_the_principal_it_names(
      PrincipalType type, String name, String account, String arn, boolean covered) {
    Principal principal = new Principal(type, "X", name, account, null);

    assertThat(new Exemption(arn, null, null, null, null, "r").covers(principal))
        .isEqualTo(covered);
  }

  @ParameterizedTest(name = "{0} is at example.com: {1}")
  @CsvSource({
    "ann@example.com, true",
    "ann@EXAMPLE.com, true",
    "evil@example.com.attacker.net, false",
    "evil@notexample.com, false",
    "example.com, false",
    "@example.com, false",
    "a@example.com@attacker.net, false",
  })
  void an_email_domain_covers_exactly_its_addresses(String address, boolean covered) {
    Principal principal = new Principal(PrincipalType.USER, null, address, null, null);

    assertThat(new Exemption(null, null, "example.com", null, null, "r").covers(principal))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "break-glass",
        "arn:aws:s3:::bucket",
        "arn:aws:iam::111122223333:policy/x",
        "arn:aws:iam::111122223333:*",
        "arn:aws:iam::111122223333:role/app-*",
        "arn:aws:iam::1111-2222-3333:role/app",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:sts::111122223333:assumed-role/app-server"
      })
  void an_arn_that_names_no_principal_is_refused(String arn) {
    assertThatThrownBy(() -> new Exemption(arn, null, null, null, null, "r"))
        .isInstanceOf(PolicyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "AROA EXAMPLE", "AROA:*"})
  void an_id_that_can_match_nobody_is_refused(String id) {
    assertThatThrownBy(() -> new Exemption(null, null, null, id, null, "r"))
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void an_account_that_can_match_nobody_is_refused() {
    assertThatThrownBy(() -> new Exemption(null, "1111-2222-3333", null, null, null, "r"))
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void a_role_is_covered_as_a_whole_when_one_of_its_sessions_is() {
    Principal role =
        new Principal(PrincipalType.ROLE, "AROAEXAMPLEROLE123456", "app", "111122223333", null);

    assertThat(
            new Exemption(
                    "arn:aws:sts::111122223333:assumed-role/app/way-in",
                    null,
                    null,
                    null,
                    null,
                    "r")
                .covers(role))
        .isTrue();
    assertThat(
            new Exemption(null, null, null, "AROAEXAMPLEROLE123456:way-in", null, "r").covers(role))
        .isTrue();
    assertThat(
            new Exemption(
                    "arn:aws:sts::111122223333:assumed-role/app2/way-in",
                    null,
                    null,
                    null,
                    null,
                    "r")
                .covers(role))
        .isFalse();
  }

  @Test
  void a_session_name_that_looks_like_an_address_exempts_nobody() {
    Principal session =
        new Principal(
            PrincipalType.ROLE_SESSION, "AROAEXAMPLEROLE123456:x@example.com", "app", null, null);

    assertThat(new Exemption(null, null, "example.com", null, null, "r").covers(session)).isFalse();
  }
}
