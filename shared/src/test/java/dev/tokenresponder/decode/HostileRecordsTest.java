package dev.tokenresponder.decode;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tokenresponder.event.Grant;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker who writes parts of a record may try. */
class HostileRecordsTest {
  private static final String KUBERNETES =
      """
      {'kind':'Event','apiVersion':'audit.k8s.io/v1','auditID':'a','stage':'ResponseComplete',
       'verb':'%s','requestReceivedTimestamp':'2026-11-24T09:00:00Z','responseStatus':{'code':200},
       'user':{'username':'alice'},'objectRef':{'resource':'%s','name':'n'},%s}
      """;
  private static final String GOOGLE =
      """
      {'insertId':'i','timestamp':'2026-11-24T09:00:00Z','logName':'projects/example-prod/logs/x',
       'resource':{'type':'%s','labels':{'project_id':'example-prod'}},
       'protoPayload':{'serviceName':'s','methodName':'%s','resourceName':'%s',
        'authenticationInfo':{'principalEmail':'%s'},%s}}
      """;

  @Test
  void the_address_that_a_client_writes_itself_is_passed_over() {
    TokenEvent event =
        event(KUBERNETES.formatted("get", "pods", "'sourceIPs':['10.0.0.1','203.0.113.77']"));

    assertThat(event.network().ip()).isEqualTo("203.0.113.77");
  }

  @Test
  void a_binding_changed_by_a_list_of_changes_is_read_from_the_answer() {
    TokenEvent event =
        event(
            KUBERNETES.formatted(
                "patch",
                "clusterrolebindings",
                "'requestObject':[{'op':'add','path':'/subjects/-'}],'responseObject':{"
                    + "'roleRef':{'kind':'ClusterRole','name':'cluster-admin'},"
                    + "'subjects':[{'kind':'User','name':'mallory'}]}"));

    Grant grant = Objects.requireNonNull(event.grant());
    assertThat(grant.administrator()).isTrue();
    assertThat(grant.members()).containsExactly("User:mallory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'stringData':{'a':'MUST-NOT-LEAK'}}",
        "[{'op':'add','value':'MUST-NOT-LEAK'}]",
      })
  void a_patch_of_a_secret_is_not_kept(String patch) {
    assertThat(decode(KUBERNETES.formatted("patch", "secrets", "'requestObject':" + patch)))
        .hasSize(1)
        .allMatch(Decoded.Event.class::isInstance)
        .asString()
        .doesNotContain("MUST-NOT-LEAK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "user:mallory@gmail.com => gmail.com",
        "serviceAccount:999-compute@developer.gserviceaccount.com => serviceAccount:999-compute@developer.gserviceaccount.com",
        "principalSet://iam.googleapis.com/projects/999/locations/global/workloadIdentityPools/p/* => 999",
        "serviceAccount:evil.svc.id.goog[ns/sa] => evil",
        "serviceAccount:a@evil-project.iam.gserviceaccount.com => evil-project",
      })
  void whoever_gains_from_outside_is_a_stranger(String member, String account) {
    String delta =
        "'serviceData':{'policyDelta':{'bindingDeltas':[{'action':'ADD','role':'roles/owner',"
            + "'member':'"
            + member
            + "'}]}}";
    TokenEvent event =
        event(
            GOOGLE.formatted(
                "project", "SetIamPolicy", "projects/example-prod", "alice@gmail.com", delta));

    assertThat(Objects.requireNonNull(event.grant()).accounts()).containsExactly(account);
  }

  @Test
  void one_refused_check_among_others_hides_no_success() {
    TokenEvent event =
        event(
            GOOGLE.formatted(
                "service_account",
                "CreateServiceAccountKey",
                "projects/-/serviceAccounts/1",
                "alice@example.com",
                "'authorizationInfo':[{'granted':true},{'granted':false}],"
                    + "'response':{'name':'projects/p/serviceAccounts/a/keys/k'}"));

    assertThat(event.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(event.issued()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "GenerateAccessToken => projects/ => 'request':{'delegates':['projects/-/serviceAccounts/']}",
        "SetIamPolicy => projects/ => 'serviceData':{'policyDelta':{'bindingDeltas':[{'action':'ADD','role':'r','member':'m'}]}}",
      })
  void names_that_end_too_early_are_no_reason_to_fail(String method, String name, String more) {
    assertThat(decode(GOOGLE.formatted("t", method, name, "alice@example.com", more)))
        .hasSize(1)
        .allMatch(Decoded.Event.class::isInstance);
  }

  @Test
  void a_long_user_agent_is_cut_off_and_refuses_nothing() {
    TokenEvent event =
        event(
            GOOGLE.formatted(
                "t",
                "m",
                "n",
                "alice@example.com",
                "'requestMetadata':{'callerSuppliedUserAgent':'" + "x".repeat(9_000) + "'}"));

    assertThat(event.client().userAgent()).hasSize(4_096);
  }

  @ParameterizedTest
  @CsvSource({"atRisk, high", "remediated,", "confirmedSafe,", "dismissed,"})
  void risk_that_somebody_has_settled_is_none(String state, String risk) {
    TokenEvent event =
        event(
            """
            {'id':'i','createdDateTime':'2026-11-24T09:00:00Z','appId':'a','userId':'u',
             'riskLevelDuringSignIn':'high','riskState':'%s'}
            """
                .formatted(state));

    assertThat(event.client().risk()).isEqualTo(risk);
  }

  @Test
  void a_name_of_a_secret_does_not_pose_as_its_id() {
    String before = "[\\\"[KeyIdentifier=old,KeyType=Password,DisplayName=a]\\\"]";
    String after =
        "[\\\"[KeyIdentifier=old,KeyType=Password,DisplayName=a]\\\","
            + "\\\"[KeyIdentifier=new,KeyType=Password,DisplayName=x,KeyIdentifier=innocent]\\\"]";
    TokenEvent event =
        event(
            """
            {'id':'i','activityDisplayName':'Add service principal credentials','result':'success',
             'activityDateTime':'2026-11-24T09:00:00Z','initiatedBy':{'user':{'id':'u'}},
             'targetResources':[{'id':'sp','type':'ServicePrincipal','modifiedProperties':[
               {'displayName':'KeyDescription','oldValue':'%s','newValue':'%s'}]}]}
            """
                .formatted(before, after));

    assertThat(Objects.requireNonNull(event.issued()).ref().id()).isEqualTo("new");
  }

  @Test
  void long_texts_and_lists_take_no_long_time() {
    String okta =
        "{'eventType':'user.account.privilege.grant','published':'2026-11-24T09:00:00Z',"
            + "'uuid':'u','actor':{'id':'a','type':'User'},'debugContext':{'debugData':"
            + "{'privilegeGranted':'"
            + " ".repeat(500_000)
            + "'}}}";
    StringBuilder entra =
        new StringBuilder(
            "{'id':'i','activityDisplayName':'a','activityDateTime':'2026-11-24T09:00:00Z',"
                + "'initiatedBy':{'user':{'id':'u'}},'targetResources':[{'modifiedProperties':[");
    entra.append("{'displayName':'x','newValue':'y'},".repeat(100_000));
    entra.append("{'displayName':'x'}]}]}");

    assertThat(assertTimeoutPreemptively(ofSeconds(5), () -> decode(okta))).hasSize(1);
    assertThat(assertTimeoutPreemptively(ofSeconds(5), () -> decode(entra.toString()))).hasSize(1);
  }

  private static TokenEvent event(String record) {
    Decoded decoded = decode(record).get(0);
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded).event();
  }

  private static List<Decoded> decode(String record) {
    return Decoders.decode(
        record.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null);
  }
}
