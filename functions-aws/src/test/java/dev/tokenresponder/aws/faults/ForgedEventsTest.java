package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.connectors.github.GitHubWebhook;
import dev.tokenresponder.connectors.inbound.BusSink;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.StoredReplayGuard;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.RuleFile;
import dev.tokenresponder.respond.Seal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Ten thousand forged events, and not one action. */
class ForgedEventsTest {
  private static final String SECRET = "the-secret-of-the-webhook-for-tests";
  private static final String ANOTHER_SECRET = "what-a-forger-takes-for-the-secret";
  private static final Seal ANOTHER_SEAL = new Seal(ANOTHER_SECRET);
  private static final int GENUINE_TOKEN = 770_001;

  /** Whoever believed a forged record would act on it under this rule. */
  private static final RuleFile LET_IN =
      new RuleFile(
          "test/token-let-in.yml",
          """
          title: A fine-grained token was let in
          id: 3c1f4b0e-52c8-4b53-9c0e-6f2f0f4f1a01
          status: experimental
          description: For the tests of forged records.
          logsource: {category: token}
          detection:
            selection:
              event.source: github.audit
              event.name: personal_access_token.access_granted
            condition: selection
          level: critical
          response: contain-issued
          """);

  private static final Policy POLICY =
      PolicyReader.parse(
          "forged",
          """
          version: 1
          mode: enforce
          act_levels: [low, medium, high, critical]
          accounts: ["111122223333", "github:example"]
          trusted_networks: []
          owners: {fallback: [security@example.com]}
          limits: {per_action_per_hour: 100000, per_account_per_hour: 100000, total_per_hour: 100000}
          """);

  private static Deployment deployment(Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    deployment.evaluatePolicy = () -> POLICY;
    deployment.actPolicy = () -> POLICY;
    deployment.moreRules = List.of(LET_IN);
    deployment.cloud.addRole("app-server", "AROAEXAMPLEROLE123456");
    deployment.cloud.addUser("deploy-bot", "AKIAIOSFODNN7EXAMPLE");
    deployment.cloud.addUser("mallory", "AKIAI44QH8DHBEXAMPLE");
    deployment.cloud.addRole(Forgeries.ADMIN, "AROAEXAMPLEADMIN00001");
    deployment.cloud.addUser(Forgeries.ADMIN, "AKIAEXAMPLEADMIN0001");
    variant.accept(deployment);
    return deployment;
  }

  private static void onTheBus(
      Deployment deployment, int count, Function<Forgeries, Feed.Event> forgery) {
    Forgeries forgeries = new Forgeries();
    for (int i = 0; i < count; i++) {
      Feed.Event event = forgery.apply(forgeries);
      deployment.send(event.as(event.about() + " " + i));
    }
    deployment.settle();
  }

  private static Books nothingIsDone(String fault, Deployment deployment) {
    Books books = deployment.books().balanced(fault);
    assertThat(books.count(Books.Fate.ACTED)).as(fault).isZero();
    assertThat(deployment.cloud.writes()).as(fault).isEmpty();
    assertThat(deployment.elsewhere()).as(fault).isEmpty();
    return books;
  }

  private static Books forgedOnTheBus(
      String fault,
      int count,
      Function<Forgeries, Feed.Event> forgery,
      Consumer<Deployment> variant) {
    Deployment deployment = deployment(variant);
    onTheBus(deployment, count, forgery);
    return nothingIsDone(fault, deployment);
  }

  private static ReplayGuard guard(Deployment deployment) {
    return new StoredReplayGuard(deployment.store, deployment.clock);
  }

  private static GitHubWebhook webhook(Deployment deployment, ReplayGuard guard) {
    return new GitHubWebhook(
        new SharedSecrets(SECRET),
        guard,
        new BusSink(deployment.bus(), deployment.seal),
        deployment.clock);
  }

  private static void post(
      Deployment deployment, GitHubWebhook webhook, String about, int token, String secret) {
    deployment.atTheDoor(
        new Feed.Event(about, "", List.of(GitHubPost.change(token))),
        () -> {
          InboundAnswer answer = webhook.receive(GitHubPost.post(token, secret));
          if (answer.status() == 401) {
            return Books.Fate.REFUSED;
          }
          return answer.body().equals("taken before") ? Books.Fate.DUPLICATE : null;
        });
  }

  private static Books wrongSignatures(int count, String secret) {
    Deployment deployment = deployment(d -> {});
    GitHubWebhook webhook = webhook(deployment, guard(deployment));
    for (int i = 0; i < count; i++) {
      post(deployment, webhook, "post " + i, 800_000 + i, secret);
    }
    deployment.settle();
    return nothingIsDone("bad-tokens", deployment);
  }

  /** A genuine post, taken once, comes again for weeks. */
  private static Books replayed(int count, Function<Deployment, ReplayGuard> guard) {
    Deployment deployment = deployment(d -> {});
    GitHubWebhook webhook = webhook(deployment, guard.apply(deployment));
    post(deployment, webhook, "genuine", GENUINE_TOKEN, SECRET);
    deployment.settle();
    assertThat(deployment.elsewhere()).containsExactly(GitHubPost.change(GENUINE_TOKEN));
    deployment.newBooks();
    for (int i = 0; i < count; i++) {
      deployment.clock.forward(Duration.ofHours(1));
      post(deployment, webhook, "replay " + i, GENUINE_TOKEN, SECRET);
      deployment.settle();
    }
    return nothingIsDone("replayed-webhooks", deployment);
  }

  @Test
  void ten_thousand_forged_events_lead_to_no_action() {
    Books all =
        printed("wrong-account", account(2_500, d -> {}))
            .plus(printed("custom-source", source(2_500, d -> {})))
            .plus(printed("failed-calls-naming-an-admin", failed(2_000, d -> {})))
            .plus(printed("bad-seals", sealed(1_000, d -> {})))
            .plus(printed("bad-tokens", wrongSignatures(1_000, ANOTHER_SECRET)))
            .plus(printed("replayed-webhooks", replayed(1_000, ForgedEventsTest::guard)));

    all.print("forged-events, all");
    assertThat(all.in()).isEqualTo(10_000);
  }

  private static Books printed(String fault, Books books) {
    books.print("forged-events, " + fault);
    return books;
  }

  private static Books account(int count, Consumer<Deployment> variant) {
    return forgedOnTheBus("wrong-account", count, Forgeries::ofAnotherAccount, variant);
  }

  private static Books source(int count, Consumer<Deployment> variant) {
    return forgedOnTheBus("custom-source", count, Forgeries::ofACustomSource, variant);
  }

  private static Books failed(int count, Consumer<Deployment> variant) {
    return forgedOnTheBus("failed-calls", count, Forgeries::failedNamingAnAdmin, variant);
  }

  private static Books sealed(int count, Consumer<Deployment> variant) {
    return forgedOnTheBus("bad-seals", count, f -> f.sealedBy(ANOTHER_SEAL), variant);
  }

  @Test
  void a_responder_that_acts_for_any_account_would_be_seen() {
    Policy anyAccount =
        PolicyReader.parse("any", "{version: 1, mode: enforce, trusted_networks: []}");

    assertThatThrownBy(
            () ->
                account(
                    100,
                    d -> {
                      d.mindsAccounts = false;
                      d.evaluatePolicy = () -> anyAccount;
                      d.actPolicy = () -> anyAccount;
                    }))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_responder_that_believes_any_source_would_be_seen() {
    assertThatThrownBy(() -> source(100, Broken::believesAnySource))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_responder_that_acts_on_failed_calls_would_be_seen() {
    assertThatThrownBy(() -> failed(100, Broken::waitsForNobody))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_responder_that_opens_any_seal_would_be_seen() {
    assertThatThrownBy(() -> sealed(100, d -> d.seal = ANOTHER_SEAL))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_responder_that_takes_any_token_would_be_seen() {
    assertThatThrownBy(() -> wrongSignatures(10, SECRET)).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_responder_that_forgets_what_it_has_taken_would_be_seen() {
    ReplayGuard forgetful =
        (key, until, work) -> {
          work.run();
          return true;
        };

    assertThatThrownBy(() -> replayed(100, deployment -> forgetful))
        .isInstanceOf(AssertionError.class);
  }
}
