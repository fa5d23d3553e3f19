package dev.tokenresponder.connectors.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A person with a browser that runs no script, from the link to the verdict. */
class DecisionPageBrowserTest {
  private static final String PROBE =
      "<!DOCTYPE html><title>off</title><script>document.title='on'</script>";

  @TempDir(cleanup = CleanupMode.NEVER)
  Path profile;

  private final DecisionWorld world = new DecisionWorld();
  private HttpServer server;
  private Browser browser;

  @BeforeEach
  void start() throws IOException {
    Optional<Browser> started = Browser.start(profile);
    if (started.isEmpty()) {
      System.out.println("SKIPPED DecisionPageBrowserTest: there is no Chromium here");
    }
    assumeTrue(started.isPresent(), "there is no Chromium here");
    browser = started.get();
    DecisionsEndpoint endpoint = world.endpoint(DecisionWorld.KEY);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.createContext("/decide/", exchange -> answer(exchange, endpoint));
    server.createContext(
        "/probe",
        exchange ->
            write(exchange, new InboundAnswer(200, Map.of("Content-Type", "text/html"), PROBE)));
    server.start();
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void aPersonApprovesOnceAndWithoutScript() throws IOException {
    browser.open(address("probe"));
    assertThat(browser.title()).as("scripts are off").isEqualTo("off");

    browser.open(address("decide/" + world.held().token()));
    assertThat(browser.text())
        .contains(
            "An action waits for a person",
            "A stolen key of app-server",
            "would: deactivate the key",
            "Approve",
            "Reject");
    assertThat(browser.look("dt", "font-weight")).as("the style is let through").isEqualTo("600");
    assertThat(world.bus).isEmpty();

    browser.click("button[value=approve]");
    assertThat(browser.textWith("Approved")).contains("It is being done now", "used up");
    assertThat(world.bus).extracting(Message::detailType).containsExactly("Action Requested");

    browser.reload();
    assertThat(browser.textWith("decided before")).contains("approved by a person");
    assertThat(world.bus).hasSize(1);
  }

  @Test
  void aPersonRejects() throws IOException {
    browser.open(address("decide/" + world.held().token()));

    browser.click("button[value=reject]");

    assertThat(browser.textWith("Rejected")).contains("It will not be done");
    assertThat(world.incident().containment().get(0).status()).isEqualTo(Status.REFUSED);
  }

  @Test
  void aPersonTakesBack() throws IOException {
    browser.open(address("decide/" + world.done().token()));

    browser.click("button[value=undo]");

    assertThat(browser.textWith("It will be taken back")).contains("used up");
    assertThat(world.bus).extracting(Message::detailType).containsExactly("Undo Requested");
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
  }

  private static void answer(HttpExchange exchange, DecisionsEndpoint endpoint) throws IOException {
    InboundRequest request =
        new InboundRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Map.of(),
            exchange.getRequestBody().readNBytes(DecisionsEndpoint.MOST_BYTES + 1));
    write(exchange, endpoint.handle(request));
  }

  private static void write(HttpExchange exchange, InboundAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
