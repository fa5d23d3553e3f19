package dev.tokenresponder.connectors.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium in which pages run no script, driven by WebDriver (W3C, "WebDriver"). */
final class Browser implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Path chromium, Path chromedriver, Path profile) throws IOException {
    driver =
        new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true).start();
    String base = "http://127.0.0.1:" + port(driver) + "/session";
    session = base + "/" + post(base, capabilities(chromium, profile)).at("/sessionId").asText();
  }

  /**
   * Starts one.
   *
   * @return empty when there is none on this machine
   */
  static Optional<Browser> start(Path profile) throws IOException {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = program("chromedriver");
    return chromium.isPresent() && chromedriver.isPresent()
        ? Optional.of(new Browser(chromium.get(), chromedriver.get(), profile))
        : Optional.empty();
  }

  private static Optional<Path> program(String... names) {
    List<String> folders =
        Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String port(Process driver) throws IOException {
    BufferedReader out = driver.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return port.group(1);
      }
    }
    throw new IOException("chromedriver did not start");
  }

  /** Pages run no script: the setting "Sites can use JavaScript" is off. */
  private static ObjectNode capabilities(Path chromium, Path profile) {
    ObjectNode body = MAPPER.createObjectNode();
    ObjectNode options =
        body.putObject("capabilities").putObject("alwaysMatch").putObject("goog:chromeOptions");
    options.put("binary", chromium.toString());
    options.putObject("prefs").put("profile.managed_default_content_settings.javascript", 2);
    List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile)
        .forEach(options.putArray("args")::add);
    return body;
  }

  void open(URI page) throws IOException {
    post(session + "/url", MAPPER.createObjectNode().put("url", page.toString()));
  }

  void reload() throws IOException {
    post(session + "/refresh", MAPPER.createObjectNode());
  }

  String title() throws IOException {
    return call(HttpRequest.newBuilder(URI.create(session + "/title"))).asText();
  }

  /** What a reader sees. */
  String text() throws IOException {
    return call(HttpRequest.newBuilder(URI.create(element("body") + "/text"))).asText();
  }

  /**
   * What a reader sees once this is among it; a form that was sent takes a while to be answered.
   */
  String textWith(String expected) throws IOException {
    for (int i = 0; i < 100; i++) {
      try {
        String text = text();
        if (text.contains(expected)) {
          return text;
        }
      } catch (IOException e) {
        // the page is just being replaced
      }
      pause();
    }
    return text();
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** How something looks, by a property of CSS. */
  String look(String selector, String property) throws IOException {
    return call(HttpRequest.newBuilder(URI.create(element(selector) + "/css/" + property)))
        .asText();
  }

  void click(String selector) throws IOException {
    post(element(selector) + "/click", MAPPER.createObjectNode());
  }

  private String element(String selector) throws IOException {
    ObjectNode query = MAPPER.createObjectNode();
    query.put("using", "css selector").put("value", selector);
    return session + "/element/" + post(session + "/element", query).path(ELEMENT).asText();
  }

  private JsonNode post(String url, ObjectNode body) throws IOException {
    return call(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private JsonNode call(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("WebDriver: " + response.body());
      }
      return MAPPER.readTree(response.body()).path("value");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    try {
      call(HttpRequest.newBuilder(URI.create(session)).DELETE());
    } catch (IOException e) {
      // it ends with its driver
    }
    driver.destroy();
  }
}
