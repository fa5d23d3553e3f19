package dev.tokenresponder.connectors.notify;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads URLs that are secrets: whoever holds one may post. No message shows them. */
final class SecretUrl {
  private static final int HTTPS = 443;

  private SecretUrl() {}

  /**
   * The text as a URL.
   *
   * @throws IllegalArgumentException without the text, and without the exception that shows it
   */
  static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the webhook is not a URL");
    }
  }

  /** Whether it is an https URL of a host, with nothing before the host or behind the query. */
  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null;
  }

  /** Whether it is on the port of https, named or not. */
  static boolean isOnUsualPort(URI url) {
    return url.getPort() == -1 || url.getPort() == HTTPS;
  }

  /**
   * The same path and query on this machine, for tests.
   *
   * @throws IllegalArgumentException when the stand-in is elsewhere
   */
  static URI onStandIn(URI url, URI standIn) {
    if (!"http".equals(standIn.getScheme()) || !"127.0.0.1".equals(standIn.getHost())) {
      throw new IllegalArgumentException("a stand-in must be on http://127.0.0.1");
    }
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return parse("http://127.0.0.1:" + standIn.getPort() + url.getRawPath() + query);
  }
}
