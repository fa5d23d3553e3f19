package dev.tokenresponder.gcp.doubles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.v3.model.Binding;
import com.google.api.services.cloudresourcemanager.v3.model.Expr;
import com.google.api.services.cloudresourcemanager.v3.model.GetIamPolicyRequest;
import com.google.api.services.cloudresourcemanager.v3.model.GetPolicyOptions;
import com.google.api.services.cloudresourcemanager.v3.model.Policy;
import com.google.api.services.cloudresourcemanager.v3.model.SetIamPolicyRequest;
import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.Users;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iam.v1.model.DisableServiceAccountKeyRequest;
import com.google.api.services.iamcredentials.v1.IAMCredentials;
import com.google.api.services.iamcredentials.v1.model.SignJwtRequest;
import dev.tokenresponder.gcp.doubles.Access.Holder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doubles refuse, through the real client libraries. */
class GoogleDoublesTest {
  private static final String PROJECT = "projects/example-project";
  private static final String APP = "app@example-project.iam.gserviceaccount.com";
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  private static final String SECURITY =
      "https://www.googleapis.com/auth/admin.directory.user.security";
  private static final String READ =
      "https://www.googleapis.com/auth/admin.directory.user.readonly";

  private final GoogleDoubles google = new GoogleDoubles();
  private String token = "all";

  @BeforeEach
  void some_state() {
    google.access().grant("all", "everybody", "*");
    google.access().grant("none", "nobody");
    google.access().grant("admin", new Holder("admin", Set.of(SECURITY, READ), Set.of(), true));
    google.access().grant("user", new Holder("user", Set.of(SECURITY), Set.of(), false));
    google.iam().add(APP, "example-project").key(KEY, "USER_MANAGED");
    google.resources().add(PROJECT, Map.of("owner", "team-a"));
    google.policy(PROJECT, "roles/viewer", null, "user:anna@example.com");
    google.directory().add("anna@example.com", "client-1");
    google.directory().add("olga@example.com");
  }

  @AfterEach
  void stop() {
    google.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown"})
  void a_token_that_nobody_has_is_refused(String stranger) {
    token = stranger;

    refuses(401, () -> iam().projects().serviceAccounts().get(name("-")).execute());
  }

  @Test
  void a_missing_permission_or_scope_is_refused() {
    token = "none";
    refuses(403, () -> iam().projects().serviceAccounts().get(name("-")).execute());
    token = "admin";
    refuses(403, () -> iam().projects().serviceAccounts().get(name("-")).execute());
    token = "user";
    refuses(403, () -> directory().tokens().list("anna@example.com").execute());
    token = "all";
    refuses(403, () -> directory().tokens().list("anna@example.com").execute());
  }

  @Test
  void accounts_and_keys_are_found_in_their_own_project_only() throws IOException {
    assertThat(iam().projects().serviceAccounts().get(name("-")).execute().getProjectId())
        .isEqualTo("example-project");
    refuses(404, () -> iam().projects().serviceAccounts().get(name("another")).execute());
    refuses(
        404, () -> iam().projects().serviceAccounts().keys().get(name("-") + "/keys/ff").execute());
  }

  @Test
  void googles_own_keys_are_not_changed() {
    google.iam().account(APP).key(KEY, "SYSTEM_MANAGED");

    refuses(
        400,
        () ->
            iam()
                .projects()
                .serviceAccounts()
                .keys()
                .disable(name("-") + "/keys/" + KEY, new DisableServiceAccountKeyRequest())
                .execute());
  }

  @Test
  void a_policy_that_has_changed_since_is_not_overwritten_unless_without_an_etag()
      throws IOException {
    Policy old = read(3);
    google.policy(PROJECT, "roles/viewer", null, "user:new@example.com");

    refuses(409, () -> write(old));
    write(old.clone().setEtag(null));

    assertThat(google.members(PROJECT, "roles/viewer")).containsExactly("user:anna@example.com");
  }

  @Test
  void conditions_are_read_and_written_with_version_three_only() throws IOException {
    google.policy(PROJECT, "roles/editor", "request.time < x", "user:anna@example.com");

    assertThat(read(3).getBindings()).anyMatch(b -> b.getCondition() != null);
    assertThat(read(1).getBindings())
        .noneMatch(b -> b.getCondition() != null)
        .anyMatch(b -> b.getRole().contains("_withcond_"));
    refuses(400, () -> read(2));
    refuses(400, () -> write(read(3).setVersion(1)));
    write(read(3));
    assertThat(read(3).getBindings()).anyMatch(b -> b.getCondition() != null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anna@example.com", "person:anna@example.com", "allUsers"})
  void a_member_that_a_project_cannot_have_is_refused(String member) {
    refuses(400, () -> write(read(3).setBindings(binding("roles/viewer", member))));
  }

  @Test
  void bindings_of_the_same_role_become_one_with_addresses_in_small_letters() throws IOException {
    List<Binding> bindings =
        List.of(
            new Binding().setRole("roles/viewer").setMembers(List.of("user:Anna@Example.com")),
            new Binding().setRole("roles/viewer").setMembers(List.of("user:olga@example.com")),
            new Binding().setRole("roles/editor").setMembers(List.of()));

    write(read(3).setBindings(bindings));

    assertThat(read(3).getBindings())
        .singleElement()
        .satisfies(
            b ->
                assertThat(b.getMembers())
                    .containsExactly("user:anna@example.com", "user:olga@example.com"));
  }

  @Test
  void what_the_reference_does_not_know_is_refused() {
    refuses(400, () -> write(read(3).set("colour", "red")));
    refuses(400, () -> write(read(3).setBindings(binding("viewer", "user:anna@example.com"))));
    refuses(
        400,
        () ->
            write(
                read(3)
                    .setBindings(
                        List.of(
                            new Binding()
                                .setRole("roles/viewer")
                                .setMembers(List.of("user:anna@example.com"))
                                .setCondition(new Expr().setExpression("true"))))));
  }

  @Test
  void people_come_in_pages_and_only_with_a_customer() throws IOException {
    token = "admin";

    Users first = directory().users().list().setCustomer("my_customer").setMaxResults(1).execute();

    assertThat(first.getUsers())
        .singleElement()
        .returns("anna@example.com", u -> u.getPrimaryEmail());
    Users rest =
        directory()
            .users()
            .list()
            .setCustomer("my_customer")
            .setPageToken(first.getNextPageToken())
            .execute();
    assertThat(rest.getUsers()).hasSize(1);
    assertThat(rest.getNextPageToken()).isNull();
    refuses(400, () -> directory().users().list().execute());
    refuses(400, () -> directory().users().list().setCustomer("c").setMaxResults(501).execute());
    refuses(400, () -> directory().users().list().setCustomer("c").setPageToken("x").execute());
  }

  @Test
  void unknown_people_and_applications_are_not_found() {
    token = "admin";

    refuses(404, () -> directory().tokens().list("x@example.com").execute());
    refuses(404, () -> directory().tokens().delete("anna@example.com", "client-2").execute());
    refuses(404, () -> directory().users().signOut("x@example.com").execute());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no JSON", "{}", "{\"exp\": 99999999999}"})
  void what_is_to_be_signed_must_run_out_within_twelve_hours(String payload) {
    refuses(
        400,
        () ->
            new IAMCredentials.Builder(
                    new NetHttpTransport(), GsonFactory.getDefaultInstance(), token())
                .setRootUrl(google.root().toString())
                .setApplicationName("test")
                .build()
                .projects()
                .serviceAccounts()
                .signJwt(
                    "projects/-/serviceAccounts/" + APP, new SignJwtRequest().setPayload(payload))
                .execute());
  }

  private static List<Binding> binding(String role, String member) {
    return List.of(new Binding().setRole(role).setMembers(List.of(member)));
  }

  private Policy read(int version) throws IOException {
    return resources()
        .projects()
        .getIamPolicy(
            PROJECT,
            new GetIamPolicyRequest()
                .setOptions(new GetPolicyOptions().setRequestedPolicyVersion(version)))
        .execute();
  }

  private void write(Policy policy) throws IOException {
    resources()
        .projects()
        .setIamPolicy(PROJECT, new SetIamPolicyRequest().setPolicy(policy))
        .execute();
  }

  private static void refuses(int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GoogleJsonResponseException.class,
            e -> {
              assertThat(e.getStatusCode()).isEqualTo(status);
              assertThat(e.getDetails().getMessage()).isNotBlank();
            });
  }

  private static String name(String project) {
    return "projects/" + project + "/serviceAccounts/" + APP;
  }

  private HttpRequestInitializer token() {
    return request -> {
      if (!token.isEmpty()) {
        request.getHeaders().setAuthorization("Bearer " + token);
      }
    };
  }

  private Iam iam() {
    return new Iam.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), token())
        .setRootUrl(google.root().toString())
        .setApplicationName("test")
        .build();
  }

  private CloudResourceManager resources() {
    return new CloudResourceManager.Builder(
            new NetHttpTransport(), GsonFactory.getDefaultInstance(), token())
        .setRootUrl(google.root().toString())
        .setApplicationName("test")
        .build();
  }

  private Directory directory() {
    return new Directory.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), token())
        .setRootUrl(google.root().toString())
        .setApplicationName("test")
        .build();
  }
}
