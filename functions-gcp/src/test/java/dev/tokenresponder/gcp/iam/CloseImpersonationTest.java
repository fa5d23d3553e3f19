package dev.tokenresponder.gcp.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.gcp.Requests;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloseImpersonationTest {
  private static final String APP = "app@example-project.iam.gserviceaccount.com";
  private static final String OF = "projects/example-project/serviceAccounts/" + APP;
  private static final String ANNA = "user:anna@example.com";
  private static final Condition WEEK = new Condition("week", null, "request.time < x", null);
  private static final ActionRequest REQUEST =
      Requests.request("close-impersonation", APP, "example-project", Map.of("policy_of", OF));

  private final FakePolicies policies =
      new FakePolicies(
          new Binding("roles/iam.serviceAccountTokenCreator", List.of("allUsers", ANNA), null),
          new Binding("roles/iam.serviceAccountUser", List.of("allAuthenticatedUsers"), WEEK),
          new Binding("roles/iam.serviceAccountViewer", List.of("allUsers"), null));

  @Test
  void everybody_goes_from_what_opens_the_account_and_nobody_else_does() {
    Change change = ready();

    change.apply();

    assertThat(change.verify()).contains("everybody is out");
    assertThat(change.principal().id()).isEqualTo(APP);
    assertThat(policies.bindings())
        .containsExactly(
            new Binding("roles/iam.serviceAccountTokenCreator", List.of(ANNA), null),
            new Binding("roles/iam.serviceAccountViewer", List.of("allUsers"), null));
    assertThat(new CloseImpersonation(policies).prepare(REQUEST))
        .isInstanceOf(Preparation.Unchanged.class);
  }

  @Test
  void the_undo_opens_it_just_as_it_was() {
    Change change = ready();
    Undo undo = change.undo();
    change.apply();

    new CloseImpersonation(policies).undo(undo, Requests.NOW);

    assertThat(policies.bindings())
        .containsExactlyInAnyOrder(
            new Binding("roles/iam.serviceAccountTokenCreator", List.of(ANNA, "allUsers"), null),
            new Binding("roles/iam.serviceAccountUser", List.of("allAuthenticatedUsers"), WEEK),
            new Binding("roles/iam.serviceAccountViewer", List.of("allUsers"), null));
    assertThat(undo.command()).contains("service-accounts add-iam-policy-binding " + APP, " && ");
  }

  private Change ready() {
    return ((Preparation.Ready) new CloseImpersonation(policies).prepare(REQUEST)).change();
  }
}
