package dev.tokenresponder.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads literal addresses only: a name is never looked up. */
public final class IpAddress {
  private static final int LONGEST_LITERAL = 45;

  private IpAddress() {}

  /**
   * The address that {@code text} spells; an IPv4 address mapped into IPv6 counts as the IPv4 one.
   *
   * @param text untrusted
   * @return empty when it is not a literal IPv4 or IPv6 address
   */
  public static Optional<InetAddress> parse(String text) {
    if (text.length() > LONGEST_LITERAL) {
      return Optional.empty();
    }
    try {
      if (text.indexOf(':') >= 0) {
        return looksLikeV6(text) ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
      }
      byte[] v4 = v4(text);
      return v4 == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(v4));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether the address is one that the public internet does not route. */
  public static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean carrierGrade =
        bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 0x40;
    return address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal
        || carrierGrade;
  }

  private static boolean looksLikeV6(String text) {
    return text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
  }

  /** Four decimal numbers; leading zeros do not make them octal. */
  private static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      String part = parts[i];
      boolean digits = part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (part.isEmpty() || part.length() > 3 || !digits || Integer.parseInt(part) > 255) {
        return null;
      }
      bytes[i] = (byte) Integer.parseInt(part);
    }
    return bytes;
  }
}
