package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that is altered on its way to an owner does something else, or nothing. */
class UndoCommandsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws iam update-access-key --user-name bob --access-key-id AKIAEXAMPLE --status Active"
            + " && aws iam delete-role-policy --role-name app-server --policy-name responder",
        "gcloud iam service-accounts enable app@example-project.iam.gserviceaccount.com",
        "gcloud projects add-iam-policy-binding example-project"
            + " --member=serviceAccount:app@example-project.iam.gserviceaccount.com"
            + " --role=roles/owner --condition=None",
        "gh api --method POST repos/example/payments/keys -f 'title=it'\\''s \"mine\"'"
            + " -f 'key=ssh-ed25519 AAAA+/=' -F read_only=false",
        "az ad user update --id 0a1b2c3d-0000-4000-8000-000000000001 --account-enabled true",
        "kubectl set subject rolebinding readers --serviceaccount=shop:web -n shop",
      })
  void a_command_is_shown_to_everybody_as_it_is(String command) {
    assertThat(Shown.of(command)).hasSize(5).allMatch(text -> text.contains(command));
  }
}
