package dev.tokenresponder.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.ActionMessages;
import dev.tokenresponder.respond.DecisionDesk;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.Decisions;
import dev.tokenresponder.respond.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Whoever takes decisions by link calls no more than docs/approvals.md grants. */
class DecideActionsRightsTest {
  private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("(?<![:\\w#])#?[a-z_]+\\b(?!\\()");

  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  private final IncidentStore functions =
      new DynamoDbIncidentStore(LOCAL.client(), LocalDynamoDb.TABLE, CLOCK);
  private final Set<String> calls = new TreeSet<>();
  private final Set<String> attributes = new TreeSet<>();
  private final Set<String> partitions = new TreeSet<>();
  private final DecisionDesk desk = new DecisionDesk(watched(), messages -> {}, CLOCK);

  @Test
  void every_verdict_needs_only_what_the_page_grants() throws Exception {
    Incident incident =
        functions.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
    hold(incident, "one");
    give(incident, Verdict.APPROVE);
    hold(incident, "two");
    give(incident, Verdict.REJECT);
    done(incident);
    give(incident, Verdict.UNDO);

    assertThat(calls).containsExactly("GetItemRequest", "QueryRequest", "UpdateItemRequest");
    assertThat(partitions).containsExactly("incident#" + incident.id());
    assertThat(granted())
        .containsExactlyInAnyOrderElementsOf(attributes)
        .doesNotContain("held_request", "undo_command", "undo_data");
  }

  private void give(Incident incident, Verdict verdict) {
    Incident now = functions.find(incident.id()).orElseThrow();
    assertThat(desk.give(new Decisions(functions, CLOCK).open(now).get(0), verdict))
        .isInstanceOf(Standing.Given.class);
  }

  private void hold(Incident incident, String target) {
    ActionRequest request =
        new ActionRequest(
            incident.id(),
            "revoke-role-session",
            target,
            "111122223333",
            Map.of(),
            Disposition.APPROVE,
            "a stolen session",
            Map.of(),
            Samples.NOW,
            1);
    functions.hold(
        claim(request.key()),
        outcome(request.key(), Status.HELD, Undo.NOTHING),
        ActionMessages.write(request));
  }

  private void done(Incident incident) {
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "three");
    functions.complete(
        claim(key), outcome(key, Status.DONE, new Undo("undo it", Map.of("role", "r"))));
  }

  private long claim(ActionKey key) {
    return ((Claim.Granted) functions.claim(key, Samples.NOW, Duration.ofMinutes(1))).token();
  }

  private static ActionOutcome outcome(ActionKey key, Status status, Undo undo) {
    return new ActionOutcome(key, status, "why", undo, Samples.NOW);
  }

  private static Set<String> granted() throws Exception {
    String page = Files.readString(Path.of("../docs/approvals.md"));
    Matcher list = Pattern.compile("\"dynamodb:Attributes\": \\[([^]]+)]").matcher(page);
    assertThat(list.find()).isTrue();
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("\"(\\w+)\"").matcher(list.group(1));
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private IncidentStore watched() {
    DynamoDbServiceClientConfiguration like = LOCAL.client().serviceClientConfiguration();
    DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(like.endpointOverride().orElseThrow())
            .region(like.region())
            .credentialsProvider(like.credentialsProvider())
            .overrideConfiguration(o -> o.addExecutionInterceptor(new Watch()))
            .build();
    return new DynamoDbIncidentStore(client, LocalDynamoDb.TABLE, CLOCK);
  }

  private final class Watch implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes ignored) {
      SdkRequest request = context.request();
      calls.add(request.getClass().getSimpleName());
      if (request instanceof UpdateItemRequest update) {
        partitions.add(update.key().get("pk").s());
        attributes.addAll(update.key().keySet());
        Matcher name = NAME.matcher(update.updateExpression() + " " + update.conditionExpression());
        while (name.find()) {
          String found = name.group();
          attributes.add(
              found.startsWith("#") ? update.expressionAttributeNames().get(found) : found);
        }
      }
    }
  }
}
