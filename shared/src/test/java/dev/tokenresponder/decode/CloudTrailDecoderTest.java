package dev.tokenresponder.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.StorePerson;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTrailDecoderTest {
  private static final String ROLE_SESSION =
      """
      {"type":"AssumedRole","principalId":"AROAEXAMPLEROLE123456:i-0abcd1234ef567890",
       "arn":"arn:aws:sts::111122223333:assumed-role/app-server/i-0abcd1234ef567890",
       "accountId":"111122223333","accessKeyId":"ASIAIOSFODNN7EXAMPLE",
       "sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEROLE123456",
         "arn":"arn:aws:iam::111122223333:role/web/app-server","accountId":"111122223333",
         "userName":"app-server"},"attributes":{"creationDate":"2026-08-10T09:00:00Z"}}}
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'Root','principalId':'111122223333','accountId':'111122223333','accessKeyId':'AKIAIOSFODNN7EXAMPLE'} | root | key AKIAIOSFODNN7EXAMPLE",
        "{'type':'Root','principalId':'111122223333','accountId':'111122223333','accessKeyId':''} | root |",
        "{'type':'IAMUser','principalId':'AIDAEXAMPLE','accountId':'111122223333','userName':'ann','accessKeyId':'AKIAIOSFODNN7EXAMPLE'} | user | key AKIAIOSFODNN7EXAMPLE",
        "{'type':'IAMUser','principalId':'AIDAEXAMPLE','accountId':'111122223333','userName':'ann','accessKeyId':'ASIAIOSFODNN7EXAMPLE'} | user | session ASIAIOSFODNN7EXAMPLE",
        "{'type':'FederatedUser','principalId':'111122223333:bob','accountId':'111122223333','accessKeyId':'ASIAIOSFODNN7EXAMPLE','sessionContext':{'sessionIssuer':{'type':'IAMUser','userName':'ann','accountId':'111122223333'}}} | user | session ASIAIOSFODNN7EXAMPLE",
        "{'type':'Role','principalId':'AROAEXAMPLEROLE123456:s1','accountId':'111122223333','arn':'arn:aws:sts::111122223333:assumed-role/r/s1'} | role-session | session AROAEXAMPLEROLE123456:s1",
        "{'type':'AWSAccount','principalId':'AIDAOTHER','accountId':'444455556666'} | account |",
        "{'type':'AWSService','invokedBy':'ec2.amazonaws.com'} | service |",
        "{'invokedBy':'ec2.amazonaws.com'} | service |",
        "{'type':'SAMLUser','principalId':'x:y','userName':'ann@example.com'} | user |",
        "{'type':'WebIdentityUser','principalId':'i:a:s','userName':'s'} | user |",
        "{'type':'Directory','principalId':'d'} | user |",
        "{'type':'IdentityCenterUser','accountId':'111122223333','credentialId':'c-1','onBehalfOf':{'userId':'u-1'}} | user | session c-1",
        "{'type':'Unknown','principalId':'p'} | unknown |",
      })
  void reads_every_type_of_identity(String identity, String actor, String credential) {
    TokenEvent event =
        event(record("GetCallerIdentity", identity.replace('\'', '"'), "null", "null"));

    assertThat(event.actor().type().label()).isEqualTo(actor);
    assertThat(event.credential() == null ? null : event.credential().ref().toString())
        .isEqualTo(credential);
  }

  @Test
  void tells_for_which_person_of_identity_center_a_session_was_made() {
    String identity =
        """
        {"type":"AssumedRole","principalId":"AROAEXAMPLESSO1234567:alice@example.com",
         "accountId":"111122223333","onBehalfOf":{"userId":"12345678-0abc-4def-8123-456789abcdef",
         "identityStoreArn":"arn:aws:identitystore::444455556666:identitystore/d-1234567890"}}
        """;

    assertThat(event(record("GetCallerIdentity", identity, "null", "null")).credential().person())
        .isEqualTo(new StorePerson("12345678-0abc-4def-8123-456789abcdef", "d-1234567890"));
  }

  @Test
  void an_instance_session_names_the_role_to_contain_and_when_it_was_issued() {
    Credential credential =
        Objects.requireNonNull(
            event(record("GetCallerIdentity", ROLE_SESSION, "null", "null")).credential());

    assertThat(credential.principal().resource())
        .isEqualTo("arn:aws:iam::111122223333:role/web/app-server");
    assertThat(credential.accessKeyId()).isEqualTo("ASIAIOSFODNN7EXAMPLE");
    assertThat(credential.workload()).isEqualTo("ec2");
    assertThat(credential.issuedAt()).hasToString("2026-08-10T09:00:00Z");
  }

  @ParameterizedTest(name = "{0} issues {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AssumeRole|sts|{'roleArn':'arn:aws:iam::444455556666:role/x'}|{'assumedRoleUser':{'assumedRoleId':'AROAEXAMPLEROLE999999:s'},'credentials':{'accessKeyId':'ASIAIOSFODNN7CHILD00'}}|session AROAEXAMPLEROLE999999:s",
        "AssumeRoleWithSAML|sts|{'roleArn':'arn:aws:iam::444455556666:role/x'}|{'assumedRoleUser':{'assumedRoleId':'AROAEXAMPLEROLE999999:s'}}|session AROAEXAMPLEROLE999999:s",
        "AssumeRoleWithWebIdentity|sts|{'roleArn':'arn:aws:iam::444455556666:role/x'}|{'assumedRoleUser':{'assumedRoleId':'AROAEXAMPLEROLE999999:s'}}|session AROAEXAMPLEROLE999999:s",
        "AssumeRoot|sts|{'targetPrincipal':'444455556666'}|{'credentials':{'accessKeyId':'ASIAIOSFODNN7CHILD00'}}|session ASIAIOSFODNN7CHILD00",
        "GetSessionToken|sts|null|{'credentials':{'accessKeyId':'ASIAIOSFODNN7CHILD00'}}|session ASIAIOSFODNN7CHILD00",
        "GetFederationToken|sts|{'name':'bob'}|{'credentials':{'accessKeyId':'ASIAIOSFODNN7CHILD00'}}|session ASIAIOSFODNN7CHILD00",
        "CreateAccessKey|iam|{'userName':'bob'}|{'accessKey':{'accessKeyId':'AKIAIOSFODNN7CHILD00','userName':'bob'}}|key AKIAIOSFODNN7CHILD00",
        "CreateLoginProfile|iam|{'userName':'bob'}|{'loginProfile':{'userName':'bob'}}|password arn:aws:iam::111122223333:user/bob",
      })
  void an_issue_event_yields_the_child(
      String name, String service, String parameters, String response, String issued) {
    TokenEvent event =
        event(
            record(name, ROLE_SESSION, parameters.replace('\'', '"'), response.replace('\'', '"'))
                .replace("sts.amazonaws.com", service + ".amazonaws.com"));

    assertThat(event.activity()).isEqualTo(Activity.ISSUE);
    assertThat(Objects.requireNonNull(event.issued()).ref()).hasToString(issued);
  }

  @Test
  void identity_center_issues_a_session_known_by_account_role_and_person() {
    String record =
        record(
                "GetRoleCredentials",
                "{\"type\":\"Unknown\",\"principalId\":\"u-1\"}",
                "null",
                "null")
            .replace("sts.amazonaws.com", "sso.amazonaws.com")
            .replace(
                "\"requestParameters\"",
                "\"serviceEventDetails\":{\"role_name\":\"ReadOnly\",\"account_id\":\"444455556666\"},"
                    + "\"requestParameters\"");

    assertThat(Objects.requireNonNull(event(record).issued()).ref())
        .hasToString("session sso/444455556666/ReadOnly/u-1");
  }

  @Test
  void a_failed_call_issues_and_grants_nothing() {
    String record =
        record("CreateAccessKey", ROLE_SESSION, "{\"userName\":\"bob\"}", "null")
            .replace("sts.", "iam.")
            .replace("\"eventName\"", "\"errorCode\":\"AccessDenied\",\"eventName\"");

    TokenEvent event = event(record);

    assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(event.error()).isEqualTo("AccessDenied");
    assertThat(event.issued()).isNull();
  }

  @Test
  void secrets_are_gone_before_anybody_sees_the_record() {
    String response =
        "{\"credentials\":{\"accessKeyId\":\"ASIAIOSFODNN7CHILD00\",\"sessionToken\":\"CANARY\","
            + "\"secretAccessKey\":\"CANARY\"},\"assumedRoleUser\":{\"assumedRoleId\":\"AROA1:s\"}}";
    String record =
        record("AssumeRole", ROLE_SESSION, "{\"roleArn\":\"arn:aws:iam::1:role/x\"}", response);

    Decoded.Event decoded = (Decoded.Event) decode(record).get(0);

    assertThat(decoded.raw().toString()).doesNotContain("CANARY");
    assertThat(decoded.event().toString()).doesNotContain("CANARY");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'userIdentity':IDENTITY | 'userIdentity':\"x\" | must be an object",
        "'userIdentity':IDENTITY | 'userIdentity':{'type':'Martian'} | none that CloudTrail documents",
        "'userIdentity':IDENTITY | 'userIdentity':{} | is missing",
        "'userIdentity':IDENTITY, | '' | 'userIdentity' is missing",
        "'eventTime':\"2026-08-10T10:00:00Z\", | '' | 'eventTime' is missing",
        "\"2026-08-10T10:00:00Z\" | \"yesterday\" | is not a time",
        "\"2026-08-10T10:00:00Z\" | 17 | must be a string",
        "'eventName':\"UpdateAssumeRolePolicy\" | 'eventName':{} | must be a string",
        "'requestParameters':PARAMETERS | 'requestParameters':null | 'requestParameters.roleName' is missing",
        "'requestParameters':PARAMETERS | 'requestParameters':[] | must be an object",
        "'requestParameters':PARAMETERS | 'requestParameters':{'roleName':'r','policyDocument':'nope'} | is not a policy document",
      })
  void says_why_a_record_is_malformed(String part, String instead, String reason) {
    String record =
        "{'eventVersion':\"1.11\",'eventSource':\"iam.amazonaws.com\",'eventName':\"UpdateAssumeRolePolicy\","
            + "'eventTime':\"2026-08-10T10:00:00Z\",'userIdentity':IDENTITY,"
            + "'requestParameters':PARAMETERS}";
    String replacement = instead.strip().equals("''") ? "" : instead.strip();
    String broken =
        record
            .replace(part.strip(), replacement)
            .replace("IDENTITY", ROLE_SESSION)
            .replace("PARAMETERS", "{'roleName':'r','policyDocument':'{}'}")
            .replace('\'', '"');

    List<Decoded> decoded = decode(broken);

    assertThat(decoded).hasSize(1);
    assertThat(decoded.get(0)).isInstanceOf(Decoded.Malformed.class);
    assertThat(((Decoded.Malformed) decoded.get(0)).reason()).contains(reason.strip());
  }

  @Test
  void neither_blanks_in_a_policy_nor_keys_of_envelopes_hide_a_record() {
    String open = "{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\"}}";
    String record =
        record(
                "UpdateAssumeRolePolicy",
                ROLE_SESSION,
                "{\"roleName\":\"r\",\"policyDocument\":\"" + open + " ".repeat(9_000) + "\"}",
                "null")
            .replace("sts.", "iam.")
            .replace("\"eventVersion\"", "\"Records\":[],\"logEvents\":[],\"eventVersion\"");

    assertThat(Objects.requireNonNull(event(record).grant()).everyone()).isTrue();
    assertThat(decode("{\"Records\":[]}")).first().isInstanceOf(Decoded.Ignored.class);
  }

  @ParameterizedTest(name = "{0}: open {1}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "{'StringEquals':{'aws:PrincipalOrgID':'o-example'}} => false",
        "{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}} => false",
        "{'StringLike':{'aws:PrincipalOrgID':'o-*'}} => true",
        "{'StringLike':{'aws:PrincipalArn':'arn:*'}} => true",
        "{'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}} => true",
        "{'Null':{'aws:PrincipalOrgID':'false'}} => true",
        "{'StringEqualsIfExists':{'aws:PrincipalOrgID':'o-example'}} => true",
        "{'StringNotEquals':{'aws:PrincipalOrgID':'o-example'}} => true",
        "{'Bool':{'aws:SecureTransport':'true'}} => true",
      })
  void a_principal_of_anyone_is_confined_only_by_a_demand_on_whose_it_is(
      String condition, boolean open) {
    String document =
        "{'Statement':[{'Effect':'Allow','Principal':{'AWS':'*'},'Condition':" + condition + "}]}";

    assertThat(IamPolicy.parse(document.replace('\'', '"'), "p").isOpenToEveryone())
        .isEqualTo(open);
  }

  @ParameterizedTest(name = "{0}: administrator {1}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "'Action':'*','Resource':'*' => true",
        "'Action':['s3:*','iam:*'],'Resource':['*'] => true",
        "'Action':'*','NotResource':'arn:aws:s3:::x' => true",
        "'Action':'iam:*','Resource':'arn:aws:iam::*:*' => true",
        "'NotAction':'s3:*','Resource':'*' => true",
        "'NotAction':['iam:*','organizations:*'],'Resource':'*' => false",
        "'Action':'s3:*','Resource':'*' => false",
        "'Action':'*','Resource':'arn:aws:s3:::x' => false",
      })
  void rights_over_all_of_iam_make_an_administrator(String statement, boolean administrator) {
    String document = "{'Statement':{'Effect':'Allow'," + statement + "}}";

    assertThat(IamPolicy.parse(document.replace('\'', '"'), "p").isAdministrator())
        .isEqualTo(administrator);
  }

  @Test
  void what_is_no_record_of_ours_is_ignored_with_a_reason() {
    assertThat(decode("{\"hello\":\"world\"}"))
        .first()
        .isInstanceOfSatisfying(
            Decoded.Ignored.class, i -> assertThat(i.reason()).contains("known source"));
  }

  private static String record(String name, String identity, String parameters, String response) {
    return """
        {"eventVersion":"1.11","eventID":"e-1","eventSource":"sts.amazonaws.com","eventName":"%s",
         "eventTime":"2026-08-10T10:00:00Z","recipientAccountId":"111122223333",
         "userIdentity":%s,"requestParameters":%s,"responseElements":%s}
        """
        .formatted(name, identity, parameters, response);
  }

  private static TokenEvent event(String record) {
    Decoded decoded = decode(record).get(0);
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded).event();
  }

  private static List<Decoded> decode(String record) {
    return Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null);
  }
}
