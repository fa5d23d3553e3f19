package dev.tokenresponder.connectors.saas;

import dev.tokenresponder.connectors.http.ApiHost;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The environment of one connector: names that begin with the same prefix. Holds secrets. */
public final class Settings {
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
