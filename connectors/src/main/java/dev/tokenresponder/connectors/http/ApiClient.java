package dev.tokenresponder.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tokenresponder.action.ActionException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls one interface. A call is tried at most {@value #TRIES} times, no sooner than {@code
 * Retry-After} says (RFC 9110, section 10.2.3); what would have to wait longer than a few seconds
 * is left to whoever delivers again. While most calls fail, other than at a limit, further ones are
 * not made for half a minute. Redirects are not followed, for they would take the credentials
 * along. Safe for several threads.
 */
public final class ApiClient {
  private static final int TRIES = 3;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Where something only answers in place of a system, there is nobody to be spared. */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(10);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ApiHost host;
  private final Supplier<String> authorization;
  private final Duration patience;
  private final Duration pause;
  private final CircuitBreaker breaker;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param authorization the value of the header of that name, asked for at each call; empty for
   *     none. One that is a {@link RenewedAuthorization} is renewed once when it is not accepted
   */
  public ApiClient(ApiHost host, Supplier<String> authorization) {
    this(host, authorization, Duration.ofSeconds(10), host.isOnThisMachine() ? SHORT_PAUSE : PAUSE);
  }

  /**
   * @param patience how long a whole answer may take
   * @param pause what the pause before the second try has at least; before the third, twice that
   */
  ApiClient(ApiHost host, Supplier<String> authorization, Duration patience, Duration pause) {
    this.host = host;
    this.authorization = authorization;
    this.patience = patience;
    this.pause = pause;
    this.breaker =
        CircuitBreaker.of(
            host.system(),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .waitDurationInOpenState(Duration.ofSeconds(30))
                .recordException(e -> e instanceof Busy busy && busy.broken)
                .build());
  }

  /** What the interface is called in messages. */
  public String system() {
    return host.system();
  }

  /**
   * Calls.
   *
   * @return an answer of 2xx, or of a status that the request accepts
   * @throws ActionException as retryable for 408, 429, 5xx, no answer, or an answer that is not
   *     JSON; as permanent for all other statuses
   */
  public ApiResponse call(ApiRequest request) {
    boolean renewed = false;
    for (int attempt = 1; ; attempt++) {
      try {
        return breaker.executeSupplier(() -> once(request));
      } catch (CallNotPermittedException e) {
        throw ActionException.retryable(
            "could not " + request.what() + " now: " + host.system() + " has not answered of late",
            null);
      } catch (Rejected e) {
        if (renewed || !(authorization instanceof RenewedAuthorization renewable)) {
          throw e.fault;
        }
        renewable.forget();
        renewed = true;
      } catch (Busy e) {
        if (attempt >= TRIES || e.wait.compareTo(LONGEST_WAIT) > 0) {
          throw e.fault;
        }
        pause(e.wait, attempt);
      }
    }
  }

  private ApiResponse once(ApiRequest request) {
    HttpRequest call = http(request, host.resolve(request.path()), authorization.get());
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(call, head -> new BoundedBody(MOST_BYTES));
    try {
      return answer(request, answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw busy(request, String.valueOf(cause(e)), Duration.ZERO);
    } catch (TimeoutException e) {
      throw busy(request, "no whole answer in time", Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while calling " + host.system(), null);
    } finally {
      answer.cancel(true);
    }
  }

  private static String cause(ExecutionException e) {
    return e.getCause() == null ? "no answer" : e.getCause().getClass().getSimpleName();
  }

  /** What Java refuses to send it repeats, so that its message goes no further. */
  private HttpRequest http(ApiRequest request, URI address, String credentials) {
    HttpRequest.BodyPublisher body =
        request.body() == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body());
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(address)
              .timeout(patience)
              .header("Accept", "application/json")
              .header("User-Agent", "token-responder")
              .method(request.method(), body);
      if (request.body() != null) {
        builder.header("Content-Type", request.type());
      }
      if (!credentials.isEmpty()) {
        builder.header("Authorization", credentials);
      }
      request.headers().forEach(builder::setHeader);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw ActionException.permanent(
          "could not "
              + request.what()
              + ": a header of the request is malformed; look at the responder's credentials for "
              + host.system());
    }
  }

  private ApiResponse answer(ApiRequest request, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    boolean wanted = status / 100 == 2 || request.accepted().contains(status);
    if (!wanted && ApiErrors.isRetryable(status)) {
      Duration wait = ApiErrors.wait(status, response.headers());
      throw busy(request, "HTTP " + status, wait, status != ApiErrors.LIMITED);
    }
    JsonNode body = json(response.body());
    if (!wanted && status == UNAUTHORIZED) {
      throw new Rejected(
          ActionException.permanent(
              "could not " + request.what() + ": " + ApiErrors.reason(status, body)));
    }
    if (!wanted) {
      throw ActionException.permanent(
          "could not " + request.what() + ": " + ApiErrors.reason(status, body));
    }
    if (body == null && request.anyText()) {
      body = MissingNode.getInstance();
    }
    if (body == null) {
      throw busy(request, "an answer that is not JSON", Duration.ZERO);
    }
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new ApiResponse(status, body, headers);
  }

  private static @Nullable JsonNode json(byte[] bytes) {
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    if (bytes.length > MOST_BYTES) {
      return null;
    }
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      return null;
    }
  }

  private Busy busy(ApiRequest request, String why, Duration wait) {
    return busy(request, why, wait, true);
  }

  private Busy busy(ApiRequest request, String why, Duration wait, boolean broken) {
    String again = wait.isZero() ? "" : "; again in " + wait.toSeconds() + " s";
    return new Busy(
        ActionException.retryable(
            "could not " + request.what() + " now: " + host.system() + ": " + why + again, null),
        wait,
        broken);
  }

  private void pause(Duration wait, int attempt) {
    long atLeast = pause.toMillis() << (attempt - 1);
    try {
      Thread.sleep(
          Math.max(wait.toMillis(), atLeast) + ThreadLocalRandom.current().nextLong(atLeast));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while waiting", null);
    }
  }

  /** A call that may be tried again. */
  private static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ActionException fault;
    private final transient Duration wait;
    private final boolean broken;

    /**
     * @param broken whether it speaks for a fault of the other side, and not for a limit
     */
    Busy(ActionException fault, Duration wait, boolean broken) {
      super(fault.getMessage(), null, false, false);
      this.fault = fault;
      this.wait = wait;
      this.broken = broken;
    }
  }

  /** A call whose credentials were not accepted. */
  private static final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ActionException fault;

    Rejected(ActionException fault) {
      super(fault.getMessage(), null, false, false);
      this.fault = fault;
    }
  }

  @Override
  public String toString() {
    return "ApiClient[" + host.system() + "]";
  }
}
