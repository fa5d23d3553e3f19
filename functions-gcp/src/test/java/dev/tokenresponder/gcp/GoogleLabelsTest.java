package dev.tokenresponder.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.gcp.doubles.Faults.Kind;
import dev.tokenresponder.gcp.doubles.GoogleDoubles;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleLabelsTest {
  private final GoogleDoubles google = new GoogleDoubles();
  private final GoogleLabels labels =
      new GoogleLabels(
          new GoogleClients(
                  GoogleCredentials.create(new AccessToken("t", new Date(Long.MAX_VALUE))),
                  google.root())
              .resources());

  @BeforeEach
  void a_project() {
    google.access().grant("t", "responder", "resourcemanager.projects.get");
    google.resources().add("projects/example-project", Map.of("owner", "team-a"));
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void the_label_of_the_project_is_found_in_small_letters() {
    assertThat(labels.tag(in("example-project"), "Owner")).contains("team-a");
    assertThat(labels.tag(in("example-project"), "team")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"another-project", "111122223333", "example.com", "../x"})
  void elsewhere_there_is_none(String account) {
    assertThat(labels.tag(in(account), "Owner")).isEmpty();
  }

  @Test
  void a_fault_that_may_pass_is_no_lack_of_a_label() {
    google.faults().next("example-project", Kind.REFUSED, 503);

    assertThatThrownBy(() -> labels.tag(in("example-project"), "Owner"))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  private static Principal in(String account) {
    return new Principal(PrincipalType.ACCOUNT, null, null, account, null);
  }
}
