package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.net.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps messages on the public internet: a host must have addresses of it only, so that no name
 * leads into a private network or to a metadata service. Which addresses are not: the IANA
 * registries of special-purpose addresses (RFC 6890), but for those of examples.
 */
final class PublicAddresses {
  /** With those that carry another address inside: translated, 6to4, Teredo, compatible. */
  private static final List<Cidr> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "224.0.0.0/3",
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/32",
              "2002::/16",
              "fc00::/7",
              "fe80::/9",
              "ff00::/8")
          .map(Cidr::parse)
          .toList();

  /** Looks names up. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final Names names;

  PublicAddresses(Names names) {
    this.names = names;
  }

  /** Whether the public internet routes it. */
  static boolean isPublic(InetAddress address) {
    return NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
  }

  /**
   * Looks the host up. The JDK keeps what it found for some seconds, so that the connection that
   * follows goes to the same addresses.
   *
   * @throws ActionException as retryable when there is no address, as permanent when one is not
   *     public
   */
  void require(String host) {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      for (InetAddress address : names.addresses(name)) {
        if (!isPublic(address)) {
          throw ActionException.permanent(
              "the webhook's host has an address that is not of the public internet");
        }
      }
    } catch (UnknownHostException e) {
      throw ActionException.retryable("the webhook's host has no address now", null);
    }
  }
}
