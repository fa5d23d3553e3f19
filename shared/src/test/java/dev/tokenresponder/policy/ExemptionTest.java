package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
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

    assertThat(new Exemption(arn, null, null, null, "r").covers(principal)).isEqualTo(covered);
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

    assertThat(new Exemption(null, null, "example.com", null, "r").covers(principal))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "break-glass",
        "arn:aws:s3:::bucket",
        "arn:aws:iam::111122223333:policy/x",
        "arn:aws:iam::111122223333:*"
      })
  void an_arn_that_names_no_principal_is_refused(String arn) {
    assertThatThrownBy(() -> new Exemption(arn, null, null, null, "r"))
        .isInstanceOf(PolicyException.class);
  }
}
