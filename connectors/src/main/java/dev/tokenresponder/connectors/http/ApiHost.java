package dev.tokenresponder.connectors.http;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where an interface is. Credentials go to this host only.
 *
 * @param system what to call it in messages, for example {@code Okta}
 * @param base scheme, host and port, without a path
 */
public record ApiHost(String system, URI base) {

  public ApiHost {
    String path = base.getRawPath();
    boolean bare =
        (path == null || path.isEmpty() || path.equals("/"))
            && base.getRawQuery() == null
            && base.getRawFragment() == null
            && base.getRawUserInfo() == null;
    if (base.getHost() == null || !bare) {
      throw new IllegalArgumentException(system + " must be scheme and host, without a path");
    }
  }

  /**
   * A host on the internet.
   *
   * @param host its name
   * @param pinned what its name must be like as a whole
   * @throws IllegalArgumentException when it is not
   */
  public static ApiHost of(String system, String host, Pattern pinned) {
    if (!pinned.matcher(host).matches()) {
      throw new IllegalArgumentException("'" + host + "' is no host of " + system);
    }
    return new ApiHost(system, URI.create("https://" + host));
  }

  /**
   * What answers in its place on this machine, for trying things out.
   *
   * @throws IllegalArgumentException when it is elsewhere: credentials must not go there
   */
  public static ApiHost standIn(String system, URI base) {
    if (!"http".equals(base.getScheme()) || !"127.0.0.1".equals(base.getHost())) {
      throw new IllegalArgumentException(
          "what answers in place of " + system + " must be on http://127.0.0.1");
    }
    return new ApiHost(system, base);
  }

  /** Whether it is what {@link #standIn} made, or like it. */
  boolean isOnThisMachine() {
    return "http".equals(base.getScheme()) && "127.0.0.1".equals(base.getHost());
  }

  URI resolve(String path) {
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("a path begins with one slash");
    }
    return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path);
  }
}
