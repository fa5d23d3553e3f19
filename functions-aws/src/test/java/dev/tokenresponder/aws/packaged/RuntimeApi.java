package dev.tokenresponder.aws.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The Lambda Runtime API of one function (Lambda Developer Guide, "Using the Lambda runtime API"):
 * hands out invocations and takes the answers.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";

  private final BlockingQueue<String> invocations = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final HttpServer server;

  /** What a function answered. */
  record Answer(boolean success, String body) {}

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(BASE + "invocation/next", this::next);
    server.createContext(BASE + "invocation/", this::answer);
    server.createContext(BASE + "init/error", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  Answer invoke(String event, Duration patience) throws InterruptedException {
    invocations.add(event);
    Answer answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      throw new IllegalStateException(
          "the function did not answer within " + patience + "; its log is in target/");
    }
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      byte[] event = invocations.take().getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
      headers.set(
          "Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + 60_000));
      headers.set(
          "Lambda-Runtime-Invoked-Function-Arn",
          "arn:aws:lambda:us-east-1:111122223333:function:token-responder");
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    answers.add(new Answer(exchange.getRequestURI().getPath().endsWith("/response"), body));
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }
}
