package dev.tokenresponder.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads literal addresses only: a name is never looked up. */
public final class IpAddress {
  static final int LONGEST_LITERAL = 45;

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

  private static byte @Nullable [] v4(String text) {
    long bits = v4Bits(text);
    return bits < 0
        ? null
        : new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
  }

  /**
   * The 32 bits of an IPv4 address; -1 when the text is none. Four decimal numbers; leading zeros
   * do not make them octal.
   */
  static long v4Bits(CharSequence text) {
    long bits = 0;
    int numbers = 0;
    int digits = 0;
    int number = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (digits == 0 || number > 255 || ++numbers > 4) {
          return -1;
        }
        bits = bits << 8 | number;
        digits = 0;
        number = 0;
      } else if (c < '0' || c > '9' || ++digits > 3) {
        return -1;
      } else {
        number = number * 10 + c - '0';
      }
    }
    return numbers == 4 ? bits : -1;
  }
}
