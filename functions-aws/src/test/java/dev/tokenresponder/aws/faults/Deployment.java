package dev.tokenresponder.aws.faults;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.aws.OwnIdentity;
import dev.tokenresponder.aws.iam.AwsHandlers;
import dev.tokenresponder.aws.iam.Iam;
import dev.tokenresponder.aws.iam.Iams;
import dev.tokenresponder.aws.iam.Pace;
import dev.tokenresponder.aws.iam.SdkIam;
import dev.tokenresponder.aws.iam.Widening;
import dev.tokenresponder.context.Habits;
import dev.tokenresponder.context.InMemoryHabits;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.LinkStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActService;
import dev.tokenresponder.respond.ActionMessages;
import dev.tokenresponder.respond.ActionRunner;
import dev.tokenresponder.respond.DelayedDelivery;
import dev.tokenresponder.respond.EvaluateService;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.IncidentContainments;
import dev.tokenresponder.respond.IncidentDesk;
import dev.tokenresponder.respond.Memory;
import dev.tokenresponder.respond.NotifyOwner;
import dev.tokenresponder.respond.ResponseBus;
import dev.tokenresponder.respond.ResponseBus.Message;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.RuleFile;
import dev.tokenresponder.respond.Seal;
import dev.tokenresponder.respond.Undoing;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.InMemoryCorrelationStore;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions, put together as on AWS, with everything outside them in memory and every call to
 * it a {@link Steps step}. Each delivery is handled by a worker of its own. One that fails is
 * delivered again a minute later and once more two minutes after that, and is then a dead letter
 * (Lambda Developer Guide, "Error handling for asynchronous invocation").
 */
final class Deployment {
  static final String OWN_ROLE =
      "arn:aws:sts::111122223333:assumed-role/token-responder-revoke-sessions/revoke-sessions";

  static final Policy POLICY =
      PolicyReader.parse(
          "faults",
          """
          version: 1
          mode: enforce
          accounts: ["111122223333"]
          trusted_networks: []
          owners: {fallback: [security@example.com]}
          exemptions:
            - {arn: "arn:aws:iam::111122223333:role/break-glass", reason: break-glass}
          """);

  private static final List<Duration> RETRIES =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
  private static final Map<String, RuleBook> BOOKS = new ConcurrentHashMap<>();

  final Steps steps = new Steps();
  final CloudDouble cloud = new CloudDouble(steps);
  final TestClock clock = new TestClock(Instant.parse("2026-11-24T08:00:05Z"));

  /** Between receive-webhooks and evaluate. */
  Seal seal = new Seal("a-secret-for-the-tests-of-faults");

  /** As it is, whatever faults there are between it and the functions. */
  IncidentStore store = new InMemoryIncidentStore();

  /** What broken variants put between the functions and the store. */
  UnaryOperator<IncidentStore> aroundStore = IncidentStore.class::cast;

  /** What broken variants put between the functions and the bus. */
  UnaryOperator<ResponseBus> aroundBus = ResponseBus.class::cast;

  /** What broken variants put around the handlers. */
  UnaryOperator<ActionHandler> aroundHandler = ActionHandler.class::cast;

  /** What broken variants put between the handlers and IAM. */
  UnaryOperator<Iam> aroundIam = Iam.class::cast;

  Supplier<Policy> evaluatePolicy = () -> POLICY;
  Supplier<Policy> actPolicy = () -> POLICY;
  Intake intake = Intake.BUS;
  List<RuleFile> moreRules = List.of();
  boolean redelivers = true;

  /** What broken variants do to an event before it is judged. */
  UnaryOperator<byte[]> aroundEvent = event -> event;

  /** Whether the responder knows which role is its own. */
  boolean knowsItself = true;

  /** Whether it looks again at what it did. */
  boolean looksAgain = true;

  /** Whether other accounts are kept apart. */
  boolean mindsAccounts = true;

  private final CorrelationStore correlations =
      steps.watch(CorrelationStore.class, "correlations", new InMemoryCorrelationStore());
  private final Habits habits = steps.watch(Habits.class, "habits", new InMemoryHabits());
  private final LinkStore links = steps.watch(LinkStore.class, "links", new InMemoryLinks());
  private final PriorityQueue<Delivery> queue =
      new PriorityQueue<>(Comparator.comparing(Delivery::due).thenComparing(Delivery::number));
  private final Map<String, Feed.Event> events = new LinkedHashMap<>();
  private final Map<String, Set<ActionKey>> asked = new HashMap<>();
  private final Set<String> handled = new LinkedHashSet<>();
  private final List<Delivery> deadLetters = new ArrayList<>();
  private final List<String> elsewhere = new ArrayList<>();
  private final Map<String, Books.Fate> atTheDoor = new HashMap<>();
  private final ThreadLocal<String> current = new ThreadLocal<>();
  private final ThreadLocal<Delivery> atWork = new ThreadLocal<>();
  private long deliveries;

  Deployment() {
    cloud.addRole(Feed.BREAK_GLASS, Feed.roleId(5));
    cloud.addRole("token-responder-revoke-sessions", Feed.roleId(9));
    cloud.addRole("app-1", Feed.roleId(1));
    cloud.addUser("deploy-bot-2", Feed.key(2));
    cloud.addRole("app-4", Feed.roleId(4));
  }

  /**
   * A message on its way.
   *
   * @param about the event that it goes back to
   */
  record Delivery(
      String about, String function, byte[] message, int attempt, Instant due, long number) {}

  synchronized void send(Feed.Event event) {
    events.put(event.about(), event);
    enqueue(event.about(), "evaluate", event.bytes(), 1, clock.instant());
  }

  private void enqueue(String about, String function, byte[] message, int attempt, Instant due) {
    queue.add(new Delivery(about, function, message, attempt, due, deliveries++));
  }

  /** Delivers until nothing is on its way. */
  void settle() {
    settleUntil(Instant.MAX);
  }

  /** Delivers what is on its way and due by then. */
  void settleUntil(Instant end) {
    quietly(
        () -> {
          for (Delivery next = next(end); next != null; next = next(end)) {
            clock.to(next.due());
            deliver(next);
          }
        });
  }

  private synchronized @Nullable Delivery next(Instant end) {
    Delivery first = queue.peek();
    return first == null || first.due().isAfter(end) ? null : queue.poll();
  }

  /** What is on its way, which then is not any more. */
  synchronized List<Delivery> drain() {
    List<Delivery> all = new ArrayList<>(queue);
    queue.clear();
    return all;
  }

  /** The logs of the functions would bury the lines of the faults. */
  static void quietly(Runnable work) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
  }

  void deliver(Delivery delivery) {
    String before = current.get();
    Delivery interrupted = atWork.get();
    current.set(delivery.about());
    atWork.set(delivery);
    try {
      if (delivery.function().equals("evaluate")) {
        evaluate().handle(aroundEvent.apply(delivery.message()));
      } else {
        act().handle(delivery.message(), delivery.function());
      }
      synchronized (this) {
        handled.add(delivery.about());
      }
    } catch (RuntimeException | Killed e) {
      again(delivery);
    } finally {
      current.set(before);
      atWork.set(interrupted);
    }
  }

  /** Delivers to another worker what this one is at. */
  void deliverOnceMore() {
    deliver(atWork.get());
  }

  private synchronized void again(Delivery failed) {
    if (!redelivers) {
      return;
    }
    if (failed.attempt() > RETRIES.size()) {
      deadLetters.add(failed);
      return;
    }
    enqueue(
        failed.about(),
        failed.function(),
        failed.message(),
        failed.attempt() + 1,
        clock.instant().plus(RETRIES.get(failed.attempt() - 1)));
  }

  /** Puts the dead letters on their way again, as an operator does. */
  synchronized void redrive() {
    List<Delivery> letters = List.copyOf(deadLetters);
    deadLetters.clear();
    for (Delivery letter : letters) {
      enqueue(letter.about(), letter.function(), letter.message(), 1, clock.instant());
    }
  }

  private EvaluateService evaluate() {
    Policy policy = evaluatePolicy.get();
    IncidentStore watched = watchedStore();
    FollowedLineage lineage = new FollowedLineage(links);
    Evaluator evaluator =
        new Evaluator(
            rules(policy),
            policy,
            intake,
            new Memory(correlations, habits, new IncidentContainments(watched, lineage), lineage),
            event -> clock.instant());
    return new EvaluateService(
        evaluator, new IncidentDesk(watched, policy.limits().incidentWindow()), bus(), clock, seal);
  }

  private RuleBook rules(Policy policy) {
    return BOOKS.computeIfAbsent(
        policy.lists() + " " + moreRules,
        key -> {
          List<RuleFile> all = new ArrayList<>(RuleFile.builtIn());
          all.addAll(moreRules);
          return RuleBook.of(all, policy);
        });
  }

  ActService act() {
    Policy policy = policyToAct();
    IncidentStore watched = watchedStore();
    DelayedDelivery later =
        looksAgain
            ? steps.watch(DelayedDelivery.class, "later", this::later)
            : DelayedDelivery.NONE;
    return new ActService(handlers(policy, watched), policy, watched, later, bus(), clock);
  }

  private synchronized void later(Message message, Duration delay) {
    byte[] envelope = message.envelope().getBytes(StandardCharsets.UTF_8);
    enqueue(
        String.valueOf(current.get()),
        String.valueOf(message.function()),
        envelope,
        1,
        clock.instant().plus(delay));
  }

  private Policy policyToAct() {
    return knowsItself
        ? actPolicy.get().exempting(OwnIdentity.exemptions(OWN_ROLE))
        : actPolicy.get();
  }

  Undoing undoing() {
    return new Undoing(handlers(POLICY, store), store, clock);
  }

  ActionRunner runner() {
    Policy policy = policyToAct();
    IncidentStore watched = watchedStore();
    return new ActionRunner(handlers(policy, watched), policy, watched, clock);
  }

  private Map<String, ActionHandler> handlers(Policy policy, IncidentStore watched) {
    Map<String, ActionHandler> handlers = new HashMap<>();
    Catalogue.all().stream()
        .filter(action -> action.containment())
        .forEach(action -> handlers.put(action.name(), new Elsewhere(elsewhere)));
    Iam iam = aroundIam.apply(new SdkIam(cloud, () -> CloudDouble.ACCOUNT));
    handlers.putAll(
        AwsHandlers.containment(
            accounts(iam), Optional::empty, Pace.ALONE, Widening.under(policy)));
    handlers.replaceAll((action, handler) -> aroundHandler.apply(handler));
    handlers.put(
        Catalogue.NOTIFY_OWNER,
        new NotifyOwner(
            policy.owners(),
            (principal, tag) -> Optional.empty(),
            (owners, message) -> steps.take("notifier send", () -> "a list"),
            watched,
            Duration.ZERO));
    return handlers;
  }

  private Iams accounts(Iam iam) {
    return mindsAccounts ? Iams.only(iam) : new Broken.AnyAccount(iam);
  }

  private IncidentStore watchedStore() {
    return aroundStore.apply(steps.watch(IncidentStore.class, "store", store));
  }

  ResponseBus bus() {
    return aroundBus.apply(steps.watch(ResponseBus.class, "bus", this::route));
  }

  private synchronized void route(List<Message> messages) {
    for (Message message : messages) {
      String about = String.valueOf(current.get());
      switch (message.detailType()) {
        case ActionMessages.REQUESTED -> asked(about).add(requested(message));
        case ActionMessages.COMPLETED -> asked(about).add(completed(message));
        default -> {}
      }
      if (message.function() != null) {
        byte[] envelope = message.envelope().getBytes(StandardCharsets.UTF_8);
        enqueue(about, message.function(), envelope, 1, clock.instant());
      }
    }
  }

  private Set<ActionKey> asked(String about) {
    return asked.computeIfAbsent(about, event -> new LinkedHashSet<>());
  }

  private static ActionKey requested(Message message) {
    return ActionMessages.read(Feed.json(message.detail())).key();
  }

  private static ActionKey completed(Message message) {
    var outcome = Feed.json(message.detail());
    return new ActionKey(
        outcome.path("incident").asText(),
        outcome.path("action").asText(),
        outcome.path("target").asText());
  }

  /** Does the work of another door than evaluate, which decides the fate; null when it does not. */
  void atTheDoor(Feed.Event event, Supplier<Books.@Nullable Fate> work) {
    current.set(event.about());
    try {
      Books.@Nullable Fate fate = work.get();
      synchronized (this) {
        events.put(event.about(), event);
        handled.add(event.about());
        if (fate != null) {
          atTheDoor.put(event.about(), fate);
        }
      }
    } finally {
      current.remove();
    }
  }

  synchronized Optional<Books.Fate> atTheDoor(String about) {
    return Optional.ofNullable(atTheDoor.get(about));
  }

  /** Closes the books so far. */
  synchronized void newBooks() {
    events.clear();
    asked.clear();
    elsewhere.clear();
  }

  synchronized Map<String, Feed.Event> events() {
    return new LinkedHashMap<>(events);
  }

  synchronized Set<ActionKey> askedFor(String about) {
    return Set.copyOf(asked.getOrDefault(about, Set.of()));
  }

  synchronized boolean isHandled(String about) {
    return handled.contains(about);
  }

  synchronized boolean isDeadLetter(String about) {
    return deadLetters.stream().anyMatch(letter -> letter.about().equals(about));
  }

  /** What was done in other systems than IAM. */
  synchronized List<String> elsewhere() {
    return List.copyOf(elsewhere);
  }

  /** The books, by every write that got through. */
  Books books() {
    return Books.of(this, cloud.writes());
  }

  /** The books, by the writes that left something other than there was. */
  Books booksOfChanges() {
    return Books.of(this, cloud.changes());
  }
}
