package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenialTest {
  private static final Instant CUTOFF = Instant.parse("2026-08-10T10:00:05.250Z");
  private static final String SESSION = Requests.SESSION;
  private static final Owner OWNER =
      new Owner("inc20260810aabb", "0123abcd".repeat(4), false, false);

  @Test
  void the_document_denies_one_session_issued_before_the_cutoff() {
    assertThat(document(SESSION))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"inc20260810aabbH0123abcd0123abcd0123abcd0123abcd\",\"Effect\":\"Deny\","
                + "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":"
                + "{\"aws:TokenIssueTime\":\"2026-08-10T10:00:06Z\"},\"StringEquals\":"
                + "{\"aws:userid\":\"AROAEXAMPLEROLE123456:i-0abcd1234ef567890\"}}}]}");
  }

  @ParameterizedTest(name = "{0} issued {1}: denied {2}")
  @CsvSource({
    "AROAEXAMPLEROLE123456:i-0abcd1234ef567890, 2026-08-10T10:00:05Z, true",
    "AROAEXAMPLEROLE123456:i-0abcd1234ef567890, 2026-08-10T10:00:06Z, false",
    "AROAEXAMPLEROLE123456:i-0abcd1234ef56789, 2026-08-10T09:00:00Z, false",
    "AROAEXAMPLEROLE123456:i-0abcd1234ef5678901, 2026-08-10T09:00:00Z, false",
  })
  void one_session_is_denied_and_no_other(String userId, Instant issuedAt, boolean denied) {
    String document = document(SESSION);

    assertThat(Denial.holds(document, userId, issuedAt)).isEqualTo(denied);
  }

  @Test
  void without_a_session_every_older_one_is_denied() {
    String document = document(null);

    assertThat(Denial.holds(document, "AROAANY:any", Instant.parse("2026-08-10T09:00:00Z")))
        .isTrue();
    assertThat(Denial.holds(document, "AROAANY:any", Instant.parse("2026-08-10T11:00:00Z")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "\"Deny\" => \"Allow\"",
        "\"Action\":\"*\" => \"Action\":\"s3:*\"",
        "\"Resource\":\"*\" => \"Resource\":\"arn:aws:s3:::x\"",
        "\"StringEquals\" => \"StringNotEquals\"",
        "\"DateLessThan\" => \"DateGreaterThan\"",
        "\"Condition\":{ => \"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"},",
        "2026-08-10T10:00:06Z => soon",
        "{\"Version\" => [{\"Version\"",
      })
  void a_document_that_somebody_weakened_does_not_count(String text, String instead) {
    String document = document(SESSION);
    assertThat(document).contains(text);

    assertThat(
            Denial.holds(
                document.replace(text, instead), SESSION, Instant.parse("2026-08-10T09:00:00Z")))
        .isFalse();
  }

  @Test
  void it_is_read_back_as_it_was_written_and_not_when_it_was_changed() {
    Denial denial = new Denial(List.of(OWNER), CUTOFF, List.of("AROAX:b", "AROAX:a"));

    assertThat(Denial.parse(denial.json())).contains(denial);
    assertThat(Denial.parse(denial.json().put("Action", "s3:*"))).isEmpty();
    assertThat(Denial.parse(denial.json().put("Sid", "Admin"))).isEmpty();
    assertThat(Denial.parse(denial.json().put("NotResource", "x"))).isEmpty();
  }

  @Test
  void statement_ids_hold_letters_and_digits_and_tell_their_owners_apart() {
    Owner active = new Owner("inc2", "00000000".repeat(4), true, false);
    Owner covered = new Owner("inc3", "ffffffff".repeat(4), false, true);
    Denial denial = new Denial(List.of(OWNER, active, covered), CUTOFF, List.of());

    assertThat(denial.sid()).matches("[A-Za-z0-9]+");
    assertThat(Owner.of(denial.sid())).containsExactly(OWNER, active, covered);
    assertThat(Owner.of("AWSRevokeOlderSessions")).isEmpty();
    assertThat(Owner.of(denial.sid() + "x")).isEmpty();
  }

  private static String document(String userId) {
    return new PolicyDocument(List.of(Denial.of(OWNER, CUTOFF, userId).json()), null).text();
  }
}
