package dev.tokenresponder.aws.faults;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.aws.iam.Iam;
import dev.tokenresponder.aws.iam.Iams;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.StaleClaimException;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Responders with one flaw each, which the suite must see. */
final class Broken {

  private Broken() {}

  /** Takes a message for handled as soon as it has it. */
  static void acknowledgesFirst(Deployment deployment) {
    deployment.redelivers = false;
  }

  /** Records success before there is any, and does not look again. */
  static void marksSuccessEarly(Deployment deployment) {
    deployment.looksAgain = false;
    store(
        deployment,
        store ->
            (proxy, method, arguments) -> {
              if (!method.getName().equals("begin")) {
                return Steps.invoke(store, method, arguments);
              }
              ActionOutcome begun = (ActionOutcome) arguments[1];
              store.complete(
                  (Long) arguments[0],
                  new ActionOutcome(
                      begun.key(), ActionOutcome.Status.DONE, "surely", begun.undo(), begun.at()));
              return null;
            });
  }

  /** Does not look at the tokens of claims. */
  static void forgetsTokens(Deployment deployment) {
    store(
        deployment,
        store ->
            (proxy, method, arguments) -> {
              try {
                return Steps.invoke(store, method, arguments);
              } catch (StaleClaimException e) {
                return null;
              }
            });
  }

  /** Lets everybody have every action. */
  static void grantsEverything(Deployment deployment) {
    store(
        deployment,
        store ->
            (proxy, method, arguments) -> {
              try {
                Object answer = Steps.invoke(store, method, arguments);
                return answer instanceof Claim ? new Claim.Granted(1) : answer;
              } catch (StaleClaimException e) {
                return null;
              }
            });
  }

  /** Goes on when the store cannot be reached. */
  static void failsOpen(Deployment deployment) {
    store(
        deployment,
        store ->
            (proxy, method, arguments) -> {
              try {
                return Steps.invoke(store, method, arguments);
              } catch (ActionException e) {
                return switch (method.getName()) {
                  case "claim" -> new Claim.Granted(1);
                  case "consume" -> true;
                  case "find", "latest", "held", "stopped" -> Optional.empty();
                  default -> null;
                };
              }
            });
  }

  /** Goes on when the bus cannot be reached. */
  static void publishesCarelessly(Deployment deployment) {
    deployment.aroundBus =
        bus ->
            messages -> {
              try {
                bus.put(messages);
              } catch (ActionException e) {
                return;
              }
            };
  }

  /** Believes a record whatever it came in. */
  static void believesAnySource(Deployment deployment) {
    deployment.intake = Intake.OPERATOR;
    deployment.aroundEvent =
        event -> Json.read(event).get("detail").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Does at once what should wait for a person. */
  static void waitsForNobody(Deployment deployment) {
    deployment.aroundBus = bus -> messages -> bus.put(messages.stream().map(Broken::now).toList());
  }

  private static Message now(Message message) {
    String detail = message.detail().replace("\"mode\":\"approve\"", "\"mode\":\"enforce\"");
    return new Message(message.detailType(), message.function(), detail);
  }

  /** Acts in its own account for any other. */
  record AnyAccount(Iam iam) implements Iams {
    @Override
    public Optional<Iam> in(@Nullable String account) {
      return Optional.of(iam);
    }

    @Override
    public String home() {
      return iam.account();
    }

    @Override
    public boolean isOurs(String roleName) {
      return false;
    }
  }

  /** Counts nothing. */
  static void hasNoLimits(Deployment deployment) {
    store(
        deployment,
        store ->
            (proxy, method, arguments) ->
                method.getName().equals("consume") ? true : Steps.invoke(store, method, arguments));
  }

  /** Takes every error of the cloud for a success, and does not look again. */
  static void swallowsErrors(Deployment deployment) {
    deployment.looksAgain = false;
    deployment.aroundHandler =
        handler ->
            request -> {
              Preparation preparation = handler.prepare(request);
              return preparation instanceof Preparation.Ready ready
                  ? new Preparation.Ready(new Careless(ready.change()))
                  : preparation;
            };
  }

  /** Writes again what did not answer, and does not look first. */
  static void writesAgainBlindly(Deployment deployment) {
    deployment.aroundIam =
        iam ->
            proxy(
                Iam.class,
                (proxy, method, arguments) -> {
                  try {
                    return Steps.invoke(iam, method, arguments);
                  } catch (ActionException e) {
                    return Steps.invoke(iam, method, arguments);
                  }
                });
  }

  /** The first two who would write a policy do so at the same moment. */
  static void meetsAtWriting(Deployment deployment) {
    CountDownLatch both = new CountDownLatch(2);
    deployment.aroundIam =
        iam ->
            proxy(
                Iam.class,
                (proxy, method, arguments) -> {
                  if (method.getName().equals("putPolicy")) {
                    both.countDown();
                    both.await(10, TimeUnit.SECONDS);
                  }
                  return Steps.invoke(iam, method, arguments);
                });
  }

  private static void store(
      Deployment deployment, Function<IncidentStore, InvocationHandler> flaw) {
    deployment.aroundStore = store -> proxy(IncidentStore.class, flaw.apply(store));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private record Careless(Change change) implements Change {
    @Override
    public Principal principal() {
      return change.principal();
    }

    @Override
    public List<Principal> alsoAffected() {
      return change.alsoAffected();
    }

    @Override
    public String description() {
      return change.description();
    }

    @Override
    public Undo undo() {
      return change.undo();
    }

    @Override
    public void apply() {
      try {
        change.apply();
      } catch (ActionException e) {
        return;
      }
    }

    @Override
    public String verify() {
      return "surely";
    }
  }
}
