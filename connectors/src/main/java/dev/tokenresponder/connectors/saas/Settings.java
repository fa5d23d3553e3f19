package dev.tokenresponder.connectors.saas;

import dev.tokenresponder.connectors.http.ApiHost;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The environment of one connector: names that begin with the same prefix. Holds secrets. */
public final class Settings {
  private static final Pattern SECRET = Pattern.compile("[!-~]{8,512}");

  private final String prefix;
  private final Map<String, String> environment;

  /**
   * @param prefix for example {@code TOKEN_RESPONDER_OKTA_}
   */
  public Settings(String prefix, Map<String, String> environment) {
    this.prefix = prefix;
    this.environment = Map.copyOf(environment);
  }

  /** A value; empty when it is missing or blank. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(environment.get(prefix + name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /**
   * A value that the others cannot do without.
   *
   * @throws IllegalArgumentException when it is missing, with its name
   */
  public String require(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("set " + prefix + name + " as well"));
  }

  /**
   * A secret that is sent as it is in a header; empty when it is missing or blank.
   *
   * @throws IllegalArgumentException when it cannot be one, with its name and without its value
   */
  public Optional<String> secret(String name) {
    Optional<String> secret = find(name);
    if (secret.isPresent() && !SECRET.matcher(secret.get()).matches()) {
      throw new IllegalArgumentException(
          prefix + name + " must be 8 to 512 printable characters without blanks");
    }
    return secret;
  }

  /** What answers in place of the system on this machine, where one is named, else the host. */
  public ApiHost host(String system, Supplier<ApiHost> real) {
    ApiHost host = real.get();
    return find("STAND_IN")
        .map(address -> ApiHost.standIn(system, URI.create(address)))
        .orElse(host);
  }

  /** Without values, which may be secrets. */
  @Override
  public String toString() {
    return "Settings[" + prefix + "…]";
  }
}
