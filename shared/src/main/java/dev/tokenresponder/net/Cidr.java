package dev.tokenresponder.net;

import java.net.InetAddress;

/** A range of addresses in CIDR notation, IPv4 or IPv6; a lone address is a range of one. */
public final class Cidr {
  private final byte[] network;
  private final int prefix;

  /** The network as a number, when it is one of IPv4. */
  private final long v4;

  private final String text;

  private Cidr(byte[] network, int prefix, String text) {
    this.network = network;
    this.prefix = prefix;
    this.text = text;
    long number = 0;
    for (byte b : network) {
      number = number << 8 | b & 0xff;
    }
    this.v4 = number;
  }

  /**
   * Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32} or a lone address.
   *
   * @throws IllegalArgumentException with what is wrong, when it is none of these
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    byte[] network =
        IpAddress.parse(host)
            .orElseThrow(
                () -> new IllegalArgumentException("'" + text + "' is not an address range"))
            .getAddress();
    int bits = network.length * 8;
    int prefix = slash < 0 ? bits : prefixLength(text, slash, bits);
    return new Cidr(network, prefix, text);
  }

  private static int prefixLength(String text, int slash, int bits) {
    String digits = text.substring(slash + 1);
    boolean number = !digits.isEmpty() && digits.length() <= 3 && digits.matches("[0-9]+");
    if (!number || Integer.parseInt(digits) > bits) {
      throw new IllegalArgumentException(
          "'" + text + "' needs a prefix length from 0 to " + bits + " behind the slash");
    }
    return Integer.parseInt(digits);
  }

  /** Whether the address lies in this range; addresses of the other family never do. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != network[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    int mask = 0xff << (8 - rest);
    return rest == 0 || (bytes[whole] & mask) == (network[whole] & mask);
  }

  /** Whether {@code text} is a literal address in this range. */
  public boolean contains(CharSequence text) {
    long bits = IpAddress.v4Bits(text);
    if (bits >= 0) {
      return network.length == 4 && (bits ^ v4) >>> 32 - prefix == 0;
    }
    return text.length() <= IpAddress.LONGEST_LITERAL
        && IpAddress.parse(text.toString()).map(this::contains).orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && cidr.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
