package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.Habits.History;
import dev.tokenresponder.context.Past;
import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.context.Trust;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.Evaluation.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** A log sink lets through whatever a rule matches, as Cloud Logging documents its language. */
class LogFiltersPropertyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Policy POLICY = PolicyReader.defaults();
  private static final String ACTIVITY =
      "projects/example-prod/logs/cloudaudit.googleapis.com%2Factivity";

  private static final List<String> METHODS =
      List.of(
          "google.iam.admin.v1.SetIAMPolicy",
          "SetIamPolicy",
          "storage.setIamPermissions",
          "storage.objects.get",
          "GenerateAccessToken",
          "google.iam.credentials.v1.IAMCredentials.signjwt",
          "google.iam.admin.v1.CreateServiceAccountKey",
          "google.iam.admin.v1.UploadServiceAccountKey",
          "google.iam.admin.v1.UpdateRole",
          "google.iam.v1.WorkloadIdentityPools.UpdateWorkloadIdentityPoolProvider",
          "InsertProjectOwnershipInvite",
          "io.k8s.core.v1.serviceaccounts.token.create",
          "io.k8s.core.v1.serviceaccounts.create",
          "io.k8s.core.v1.secrets.patch",
          "io.k8s.core.v1.secrets.list",
          "io.k8s.certificates.v1.certificatesigningrequests.approval.update",
          "io.k8s.authorization.rbac.v1.clusterrolebindings.create",
          "io.k8s.authorization.rbac.v1.clusterroles.update",
          "io.k8s.authorization.rbac.v1.rolebindings.patch");
  private static final List<Object> REQUESTS = requests();

  @Property(tries = 3_000)
  void no_matching_entry_is_dropped(
      @ForAll("rules") List<String> rules, @ForAll("entries") JsonNode entry) {
    RuleBook book =
        RuleBook.of(List.of(new RuleFile("r.yml", String.join("\n---\n", rules))), POLICY);
    boolean matched = matches(book, entry);
    Statistics.label("matched").collect(matched);

    boolean passes = passes(book, entry);
    Statistics.label("passes").collect(passes);
    if (matched) {
      assertThat(passes).as(rules + "\n" + entry).isTrue();
    }
  }

  @Property(tries = 8_000)
  void none_is_dropped_that_meets_a_single_demand(
      @ForAll("demands") String demand, @ForAll("entries") JsonNode entry) {
    RuleBook book = book(tokens(rule(demand, "selection")));

    if (matches(book, entry)) {
      assertThat(passes(book, entry)).as(demand + "\n" + entry).isTrue();
    }
  }

  @Example
  void whatever_a_call_means_is_found_by_its_name() {
    int matched = 0;
    for (Activity activity : Activity.values()) {
      RuleBook book = book(tokens(rule("activity: " + activity.label(), "selection")));
      List<Predicate<JsonNode>> sinks = sinks(book);
      for (String method : METHODS) {
        for (Object request : REQUESTS) {
          ObjectNode entry = call(method, "alice@example.com");
          payload(entry).setAll((ObjectNode) MAPPER.valueToTree(request));
          if (matches(book, entry)) {
            assertThat(sinks).as(activity + " " + entry).anyMatch(sink -> sink.test(entry));
            matched++;
          }
        }
      }
    }
    assertThat(matched).isGreaterThan(100);
  }

  @Property(tries = 3_000)
  void none_that_a_built_in_rule_matches_is_dropped(@ForAll("entries") JsonNode entry) {
    boolean matched = matches(BuiltIn.BOOK, entry);
    Statistics.label("matched").collect(matched);

    if (matched) {
      assertThat(passes(BuiltIn.BOOK, entry)).as(entry.toString()).isTrue();
    }
  }

  @Example
  void every_sample_that_a_built_in_rule_matches_passes() throws Exception {
    int passed = 0;
    for (Decoded.Event event : samples()) {
      if (matches(BuiltIn.BOOK, event.raw())) {
        assertThat(passes(BuiltIn.BOOK, event.raw())).as(event.raw().toString()).isTrue();
        passed++;
      }
    }
    assertThat(passed).isGreaterThan(15);
  }

  @Example
  void what_is_taken_to_be_absent_is_in_no_sample() throws Exception {
    for (Decoded.Event event : samples()) {
      Facts facts =
          Facts.of(
              event.event(),
              new Trust(Set.of(), Set.of(), List.of(), Map.of()),
              Past.UNKNOWN,
              null);
      Set<String> absent =
          event.event().source().equals("gcp.audit")
              ? GoogleAuditHints.ABSENT
              : WorkspaceAuditHints.ABSENT;
      assertThat(TokenFields.of(event.event(), facts))
          .doesNotContainKeys(absent.toArray(new String[0]));
    }
  }

  @Example
  void ordinary_calls_of_people_and_of_googles_own_agents_are_dropped() {
    assertThat(passes(BuiltIn.BOOK, call("storage.objects.get", "alice@example.com"))).isFalse();
    assertThat(passes(BuiltIn.BOOK, call("v1.compute.instances.insert", "alice@example.com")))
        .isFalse();
    assertThat(
            passes(
                BuiltIn.BOOK,
                call("storage.objects.create", "service-1@gcp-sa-example.iam.gserviceaccount.com")))
        .isFalse();
    assertThat(passes(BuiltIn.BOOK, call("io.k8s.core.v1.pods.list", "system:node:n-1"))).isFalse();
    assertThat(passes(BuiltIn.BOOK, workspace("cloudidentity.googleapis.com", "add_member")))
        .isFalse();
    assertThat(passes(BuiltIn.BOOK, workspace("login.googleapis.com", "login_success"))).isFalse();
  }

  @Example
  void of_other_logs_nothing_passes() {
    ObjectNode entry = call("SetIamPolicy", "alice@example.com");
    assertThat(passes(BuiltIn.BOOK, entry)).isTrue();
    entry.put("logName", "projects/example-prod/logs/mine");
    assertThat(passes(BuiltIn.BOOK, entry)).isFalse();
  }

  @Example
  void a_rule_that_cannot_be_narrowed_down_lets_all_pass_and_is_named() {
    RuleBook book = book(rule("protoPayload.methodName|re: '^S'", "selection"));

    LogFilters.Built built = LogFilters.of(book, "gcp.audit").orElseThrow();

    assertThat(built.unfiltered()).containsExactly("t");
    assertThat(passes(book, call("storage.objects.get", "alice@example.com"))).isTrue();
  }

  @Example
  void an_exception_holds_for_the_rule_that_makes_it_alone() {
    String agent = "service-1@gcp-sa-example.iam.gserviceaccount.com";
    List<String> rules =
        numbered(
            List.of(
                tokens(rule("actor.type: service-account", "selection")),
                tokens(rule("actor.id: " + agent, "selection"))));

    assertThat(passes(book(rules.get(0)), call("GetUser", agent))).isFalse();
    assertThat(passes(book(String.join("\n---\n", rules)), call("GetUser", agent))).isTrue();
  }

  @Example
  void a_sign_in_that_google_calls_suspicious_passes() {
    RuleBook book = book(tokens(rule("client.risk: high", "selection")));
    ObjectNode entry = workspace("login.googleapis.com", "login_success");
    ((ObjectNode) payload(entry).at("/metadata/event/0"))
        .putArray("parameter")
        .addObject()
        .put("name", "is_suspicious")
        .put("value", "true");

    assertThat(matches(book, entry)).isTrue();
    assertThat(passes(book, entry)).isTrue();
  }

  @Example
  void a_text_that_a_query_may_read_as_something_else_is_not_written_into_one() {
    for (String text : List.of("12", "'true'", "'a\\*b'", "'a\"b'", "'a\\\\b'", "h\u00e9")) {
      RuleBook book = book(rule("protoPayload.resourceName: " + text, "selection"));

      assertThat(LogFilters.of(book, "gcp.audit").orElseThrow().unfiltered())
          .as(text)
          .containsExactly("t");
    }
  }

  @Example
  void a_mark_after_a_letter_does_not_hide_it() {
    RuleBook book =
        book(
            rule(
                "protoPayload.requestMetadata.callerSuppliedUserAgent|startswith: peirate",
                "selection"));
    ObjectNode entry = call("GetUser", "alice@example.com");
    payload(entry).putObject("requestMetadata").put("callerSuppliedUserAgent", "peirate\u0301s/1");

    assertThat(matches(book, entry)).isTrue();
    assertThat(passes(book, entry)).isTrue();
  }

  @Example
  void the_logs_that_tokens_are_in_are_asked_for_and_no_others() {
    assertThat(DataAccessLogs.of(BuiltIn.BOOK))
        .extracting(DataAccessLogs.Service::service)
        .containsExactly("iam.googleapis.com", "sts.googleapis.com");
    assertThat(
            DataAccessLogs.of(book(rule("protoPayload.methodName|endswith: SignJwt", "selection"))))
        .containsExactly(
            new DataAccessLogs.Service("iam.googleapis.com", List.of("ADMIN_READ", "DATA_READ")));
    assertThat(
            DataAccessLogs.of(
                book(rule("protoPayload.methodName|endswith: SetIamPolicy", "selection"))))
        .isEmpty();
    assertThat(DataAccessLogs.of(book(rule("protoPayload.methodName|re: x", "selection"))))
        .hasSize(2);
  }

  /** Loaded once. */
  private static final class BuiltIn {
    static final RuleBook BOOK = RuleBook.of(RuleFile.builtIn(), POLICY);
    static final List<Predicate<JsonNode>> SINKS = sinks(BOOK);
  }

  private static RuleBook book(String rule) {
    return RuleBook.of(List.of(new RuleFile("r.yml", rule)), POLICY);
  }

  /** One sink for each source. */
  private static List<Predicate<JsonNode>> sinks(RuleBook book) {
    return LogFilters.sources().stream()
        .flatMap(source -> LogFilters.of(book, source).stream())
        .map(built -> LogQuery.of(built.text()))
        .toList();
  }

  private static boolean passes(RuleBook book, JsonNode entry) {
    List<Predicate<JsonNode>> sinks = book == BuiltIn.BOOK ? BuiltIn.SINKS : sinks(book);
    return sinks.stream().anyMatch(sink -> sink.test(entry));
  }

  /** With a past in which everything is new, and every credential contained. */
  private static boolean matches(RuleBook book, JsonNode entry) {
    Memory memory =
        new Memory(
            Memory.none().correlations(),
            (subject, event, traits, time, keep) -> new History(Instant.EPOCH, Map.of()),
            event -> event.credential() == null ? null : Instant.EPOCH,
            Lineage.NONE);
    Evaluator evaluator = new Evaluator(book, POLICY, Intake.OPERATOR, memory, TokenEvent::time);
    return evaluator.evaluate(entry.toString().getBytes(StandardCharsets.UTF_8), null).stream()
        .anyMatch(evaluation -> evaluation.status() == Status.MATCHED);
  }

  private static List<Decoded.Event> samples() throws Exception {
    List<Decoded.Event> events = new ArrayList<>();
    for (Path sample : SamplesTest.samples()) {
      for (Decoded decoded : Decoders.decode(Files.readAllBytes(sample), Intake.OPERATOR, null)) {
        if (decoded instanceof Decoded.Event event
            && LogFilters.sources().contains(event.event().source())) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private static ObjectNode payload(ObjectNode entry) {
    return (ObjectNode) entry.get("protoPayload");
  }

  private static ObjectNode call(String method, String email) {
    ObjectNode entry = MAPPER.createObjectNode();
    entry.put("insertId", "e1").put("timestamp", "2026-11-25T00:00:00Z").put("logName", ACTIVITY);
    entry
        .putObject("resource")
        .put("type", "project")
        .putObject("labels")
        .put("project_id", "example-prod");
    ObjectNode payload = entry.putObject("protoPayload");
    payload.put("serviceName", method.startsWith("io.k8s.") ? "k8s.io" : "iam.googleapis.com");
    payload.put("methodName", method).put("resourceName", "projects/example-prod");
    payload.putObject("authenticationInfo").put("principalEmail", email);
    return entry;
  }

  private static ObjectNode workspace(String service, String name) {
    ObjectNode entry = call("google.example.Service.call", "alice@example.com");
    payload(entry).put("serviceName", service);
    payload(entry).putObject("metadata").putArray("event").addObject().put("eventName", name);
    return entry;
  }

  @Provide
  Arbitrary<JsonNode> entries() {
    Arbitrary<Object> parts =
        Arbitraries.of(
            Map.of(
                "serviceAccountKeyName",
                "//iam.googleapis.com/projects/p/serviceAccounts/a/keys/k"),
            Map.of("oauthInfo", Map.of("oauthClientId", "example-client")),
            Map.of(),
            Map.of(
                "serviceAccountDelegationInfo",
                List.of(
                    Map.of(
                        "firstPartyPrincipal",
                        Map.of("principalEmail", "ci@example-build.iam.gserviceaccount.com")))));
    Arbitrary<JsonNode> calls =
        Combinators.combine(
                Arbitraries.of(METHODS), people(), parts, agents(), Arbitraries.of(REQUESTS))
            .as(
                (method, who, part, agent, request) -> {
                  ObjectNode entry = call(method, "?");
                  ObjectNode info = MAPPER.valueToTree(who);
                  info.setAll((ObjectNode) MAPPER.valueToTree(part));
                  payload(entry).set("authenticationInfo", info);
                  payload(entry)
                      .putObject("requestMetadata")
                      .put("callerIp", "203.0.113.7")
                      .put("callerSuppliedUserAgent", agent);
                  payload(entry).setAll((ObjectNode) MAPPER.valueToTree(request));
                  return entry;
                });
    return Arbitraries.oneOf(calls, events());
  }

  private static Arbitrary<Object> people() {
    return Arbitraries.of(
        Map.of("principalEmail", "alice@example.com", "principalSubject", "user:alice@example.com"),
        Map.of("principalEmail", "ci@example-build.iam.gserviceaccount.com"),
        Map.of("principalEmail", "service-1@gcp-sa-example.iam.gserviceaccount.com"),
        Map.of("principalEmail", "1-compute@developer.gserviceaccount.com"),
        Map.of("principalEmail", "example-prod@appspot.gserviceaccount.com"),
        Map.of("principalEmail", "1@cloudservices.gserviceaccount.com"),
        Map.of("principalSubject", "serviceAccount:ci@example-build.iam.gserviceaccount.com"),
        Map.of("principalSubject", "user:bob@example.com"),
        Map.of(
            "principalSubject", "principal://iam.googleapis.com/projects/1/x/subject/alice\u0301"),
        Map.of("principalEmail", "system:serviceaccount:ci:runner"),
        Map.of("principalEmail", "system:anonymous"),
        Map.of());
  }

  private static Arbitrary<String> agents() {
    return Arbitraries.of("kubectl/v1", "Peirates", "peirate\u0301s", "gcloud", "\u212Aubectl");
  }

  private static List<Object> requests() {
    Map<String, Object> delta =
        Map.of("action", "ADD", "role", "roles/owner", "member", "allUsers");
    Map<String, Object> opening =
        Map.of(
            "action", "ADD",
            "role", "roles/iam.serviceAccountTokenCreator",
            "member", "user:bob@example.com");
    Map<String, Object> everyone =
        Map.of(
            "subjects", List.of(Map.of("kind", "User", "name", "system:anonymous")),
            "roleRef", Map.of("name", "cluster-admin"),
            "rules", List.of(Map.of("resources", List.of("*"), "verbs", List.of("*"))));
    return List.of(
        Map.of(),
        Map.of("serviceData", Map.of("policyDelta", Map.of("bindingDeltas", List.of(delta)))),
        Map.of("metadata", Map.of("policyDelta", Map.of("bindingDeltas", List.of(opening)))),
        Map.of("request", everyone),
        Map.of("request", Map.of("a.b", "alice")),
        Map.of("request", Map.of("type", "kubernetes.io/service-account-token")),
        Map.of(
            "request",
            Map.of(
                "name",
                "projects/-/serviceAccounts/ci@example-build.iam.gserviceaccount.com",
                "role",
                Map.of("included_permissions", List.of("iam.serviceAccounts.actAs")))),
        Map.of("status", Map.of("code", 7)));
  }

  private static Arbitrary<JsonNode> events() {
    Arbitrary<String> services =
        Arbitraries.of(
            "admin.googleapis.com",
            "login.googleapis.com",
            "oauth2.googleapis.com",
            "cloudidentity.googleapis.com");
    Arbitrary<String> names =
        Arbitraries.of(
            "authorize",
            "AUTHORIZE_API_CLIENT_ACCESS",
            "activity",
            "revoke",
            "login_success",
            "LOGIN_FAILURE",
            "suspicious_login",
            "gov_attack_warning",
            "email_forwarding_out_of_domain",
            "2sv_disable",
            "ASSIGN_ROLE",
            "GRANT_ADMIN_PRIVILEGE",
            "CREATE_USER",
            "INBOUND_SSO_PROFILE_CREATED",
            "ADD_TO_TRUSTED_OAUTH2_APPS",
            "generate_backup_codes",
            "add_member");
    Arbitrary<List<Map<String, String>>> parameters =
        Arbitraries.of(
                Map.of("name", "client_id", "value", "example-client"),
                Map.of("name", "api_client_name", "value", "example-client"),
                Map.of("name", "product_bucket", "value", "GMAIL"),
                Map.of("name", "is_suspicious", "value", "true"),
                Map.of("name", "role_name", "value", "_SEED_ADMIN_ROLE"),
                Map.of("name", "scope", "value", "https://mail.google.com/"),
                Map.of("name", "inbound_sso_profile_name", "value", "x"),
                Map.of("name", "user_email", "value", "bob@example.com"))
            .list()
            .ofMaxSize(3);
    return Combinators.combine(services, names, names, parameters)
        .as(
            (service, name, second, told) -> {
              ObjectNode entry = workspace(service, name);
              ObjectNode first = (ObjectNode) payload(entry).at("/metadata/event/0");
              first.set("parameter", MAPPER.valueToTree(told));
              ((ArrayNode) payload(entry).at("/metadata/event"))
                  .addObject()
                  .put("eventName", second);
              return entry;
            });
  }

  @Provide
  Arbitrary<List<String>> rules() {
    Arbitrary<String> item =
        Arbitraries.of(
            "protoPayload.methodName: setiampolicy",
            "protoPayload.methodName: [SetIamPolicy, 'generate*']",
            "protoPayload.methodName|endswith: SignJwt",
            "protoPayload.methodName|contains: iam",
            "protoPayload.methodName|startswith: io.k8s.",
            "protoPayload.serviceName: k8s.io",
            "protoPayload.methodName|re: Set",
            "protoPayload.status.code|gt: 0",
            "protoPayload.status.code: 7",
            "protoPayload.authenticationInfo.principalSubject|contains: alice",
            "protoPayload.requestMetadata.callerSuppliedUserAgent|startswith: peirate",
            "protoPayload.requestMetadata.callerSuppliedUserAgent: kubectl*1",
            "protoPayload.requestMetadata.callerSuppliedUserAgent|cased: Peirates",
            "protoPayload.request.role.included_permissions: iam.serviceAccounts.actAs",
            "protoPayload.serviceData.policyDelta.bindingDeltas.action: ADD",
            "protoPayload.metadata.event.eventName: activity",
            "protoPayload.authenticationInfo.serviceAccountKeyName|exists: true",
            "resource.type: project",
            "protoPayload.request.a.b: alice",
            "severity: null",
            "eventName|contains: 'email'");
    Arbitrary<String> condition =
        Arbitraries.of("selection", "selection and other", "selection or other", "not selection");
    Arbitrary<String> raw =
        Combinators.combine(item, item, condition)
            .as((one, two, when) -> rule(one + "}\n  other: {" + two, when));
    Arbitrary<String> token =
        Combinators.combine(demands(), demands(), condition)
            .as((one, two, when) -> tokens(rule(one + "}\n  other: {" + two, when)));
    return Arbitraries.oneOf(raw, token, token)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(LogFiltersPropertyTest::numbered);
  }

  @Provide
  Arbitrary<String> demands() {
    return Arbitraries.of(
        "event.source: gcp.audit",
        "event.source|startswith: workspace.",
        "event.name: setiampolicy",
        "event.name|contains: '*'",
        "event.name|contains: [role, login]",
        "activity: issue",
        "activity: [create, change]",
        "activity: grant",
        "activity: widen",
        "activity: revoke",
        "activity: sign-in",
        "activity: finding",
        "activity: use",
        "actor.type: service-account",
        "actor.type: user",
        "actor.id|startswith: 'system:serviceaccount:'",
        "actor.id: alice@example.com",
        "actor.id|contains: alice",
        "actor.id: service-1@gcp-sa-example.iam.gserviceaccount.com",
        "credential.kind: key",
        "credential.kind: [service-account-token, oauth-grant]",
        "credential.issued|exists: true",
        "credential.parent|exists: true",
        "client.app_id|exists: true",
        "client.app_id: null",
        "client.scopes|exists: false",
        "client.risk: high",
        "grant.everyone: null",
        "actor.id|fieldref: target.id",
        "client.scopes|contains: mail",
        "client.user_agent|contains: KUBECTL",
        "context.app_approved: false",
        "context.scope_mail: true",
        "context.contained: true",
        "grant.everyone: true",
        "grant.administrator: false",
        "grant.administrator: true",
        "grant.tenant_wide: true",
        "target.type: identity-provider",
        "target.name: GMAIL",
        "network.ip|cidr: 203.0.113.0/24",
        "event.outcome: failure");
  }

  private static String tokens(String rule) {
    return rule.replace("product: gcp", "category: token");
  }

  private static List<String> numbered(List<String> rules) {
    List<String> numbered = new ArrayList<>();
    for (String rule : rules) {
      numbered.add(rule.replace("id: x", "id: x" + numbered.size()));
    }
    return numbered;
  }

  private static String rule(String selection, String condition) {
    return "title: t\nid: x\nlevel: low\nlogsource: {product: gcp}\ndetection:\n  selection: {"
        + selection
        + "}\n  condition: "
        + condition
        + "\n";
  }
}
