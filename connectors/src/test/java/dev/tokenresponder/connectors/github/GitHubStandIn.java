package dev.tokenresponder.connectors.github;

import dev.tokenresponder.connectors.saas.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** GitHub, with a repository that has two deploy keys. */
public final class GitHubStandIn implements StandIn {
  private final GitHubDouble github = new GitHubDouble(Instant::now);
  private final Path folder;

  public GitHubStandIn() {
    try {
      folder = Files.createTempDirectory("github");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    github.app().grant("administration", "write");
    github.app().repository("payments");
    github.user("bob-example", 1_002);
    github.user("alice-example", 1_001);
    github.key("payments", "deploy", "ssh-ed25519 AAAAOTHER", true, "alice-example");
    github.key("payments", "mirror", "ssh-ed25519 AAAAEXAMPLEPUBLICKEY0006", false, "bob-example");
  }

  @Override
  public String name() {
    return "github";
  }

  @Override
  public String sample() {
    return "github.audit/deploy-key-added.json";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TOKEN_RESPONDER_GITHUB_ORGANIZATION",
        "example",
        "TOKEN_RESPONDER_GITHUB_APP",
        AppDouble.APP,
        "TOKEN_RESPONDER_GITHUB_PRIVATE_KEY_FILE",
        AppKeys.pkcs8(folder).toString(),
        "TOKEN_RESPONDER_GITHUB_STAND_IN",
        github.root().toString());
  }

  @Override
  public List<String> state() {
    return github.keys("payments").stream().map(key -> "deploy key: " + key).toList();
  }

  @Override
  public boolean comesBack() {
    return true;
  }

  @Override
  public void close() {
    github.close();
    try {
      Files.deleteIfExists(folder.resolve("app.pem"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
