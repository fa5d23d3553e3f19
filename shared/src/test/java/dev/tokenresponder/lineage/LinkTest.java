package dev.tokenresponder.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {
  private static final Credential PARENT = Family.session("first", "111122223333");
  private static final Credential CHILD = Family.session("second", "444455556666");
  private static final CredentialRef DELEGATE = Family.session("third", "444455556666").ref();

  @Test
  void an_event_that_issues_links_what_was_used_to_what_was_issued() {
    Link link = Link.of(Family.assumed(PARENT, CHILD, Family.NOW)).get(0);

    assertThat(link.parent())
        .isEqualTo(new Parent(PARENT.ref(), "111122223333", PARENT.issuedAt()));
    assertThat(link.child()).isEqualTo(CHILD);
  }

  @ParameterizedTest
  @CsvSource({"FAILURE, VERIFIED", "SUCCESS, CLAIMED"})
  void failed_calls_and_records_that_nothing_proves_link_nothing(
      Outcome outcome, Provenance provenance) {
    assertThat(
            Link.of(
                Family.event(
                    "AssumeRole", PARENT, CHILD, DELEGATE, Family.NOW, outcome, provenance)))
        .isEmpty();
  }

  @Test
  void a_parent_that_the_record_names_links_to_what_was_issued_else_to_what_was_used() {
    assertThat(Link.of(event(PARENT, CHILD, DELEGATE)))
        .extracting(link -> link.parent().ref(), link -> link.child().ref())
        .containsExactly(tuple(PARENT.ref(), CHILD.ref()), tuple(DELEGATE, CHILD.ref()));
    assertThat(Link.of(event(CHILD, null, DELEGATE)))
        .extracting(link -> link.parent().ref(), link -> link.child().ref())
        .containsExactly(tuple(DELEGATE, CHILD.ref()));
  }

  @Test
  void nothing_is_its_own_parent() {
    assertThat(Link.of(event(PARENT, PARENT, PARENT.ref()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AssumeRole, PT1H",
    "AssumeRoleWithSAML, PT12H",
    "GetSessionToken, PT36H",
    "GetFederationToken, PT36H"
  })
  void a_session_lives_as_long_as_its_service_lets_it(String name, Duration longest) {
    TokenEvent event =
        Family.event(name, PARENT, CHILD, null, Family.NOW, Outcome.SUCCESS, Provenance.VERIFIED);

    assertThat(Link.of(event).get(0).expires()).isEqualTo(Family.NOW.plus(longest));
  }

  /** Impersonation shows in every call of the impersonated account. */
  @Test
  void what_links_nothing_costs_nothing_and_what_was_linked_within_the_hour_neither() {
    Counting store = new Counting();
    Lineage lineage = new FollowedLineage(store);

    lineage.record(Family.used(PARENT, Family.NOW));
    assertThat(store.calls).isZero();

    lineage.record(event(CHILD, null, DELEGATE));
    lineage.record(event(CHILD, null, DELEGATE));
    assertThat(store.calls).isOne();
  }

  private static TokenEvent event(
      Credential used, @Nullable Credential issued, CredentialRef parent) {
    return Family.event(
        "AssumeRole", used, issued, parent, Family.NOW, Outcome.SUCCESS, Provenance.VERIFIED);
  }

  private static final class Counting implements LinkStore {
    private int calls;

    @Override
    public void put(Link link) {
      calls++;
    }

    @Override
    public List<Link> from(CredentialRef parent, Instant now, int most) {
      throw new AssertionError("only writes are expected");
    }

    @Override
    public List<Link> to(CredentialRef child, Instant now, int most) {
      throw new AssertionError("only writes are expected");
    }
  }
}
