package dev.tokenresponder.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.255, true",
    "203.0.113.0/24, 203.0.114.0, false",
    "203.0.113.7, 203.0.113.7, true",
    "203.0.113.7, 203.0.113.8, false",
    "0.0.0.0/0, 198.51.100.1, true",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "2001:db8::/32, 2001:db8:1::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "203.0.113.0/24, 2001:db8::1, false",
    "203.0.113.0/24, ::ffff:203.0.113.9, true",
    "203.0.113.0/24, 203.0.113.9.example.com, false",
    "203.0.113.0/24, AWS Internal, false",
  })
  void contains_exactly_the_addresses_of_its_range(String range, String text, boolean inside) {
    assertThat(Cidr.parse(range).contains(text)).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "203.0.113.0/33",
        "203.0.113.0/",
        "203.0.113.0/-1",
        "a/8",
        "1.2.3/8",
        "2001:db8::/129",
        "1.2.3.4.5"
      })
  void refuses_what_is_not_a_range(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
  }

  @Test
  void never_looks_a_name_up() {
    assertThat(IpAddress.parse("localhost")).isEmpty();
    assertThat(IpAddress.parse("dead.beef")).isEmpty();
  }

  @Property
  void agrees_with_comparing_bit_by_bit(
      @ForAll @Size(4) byte[] network,
      @ForAll @Size(4) byte[] address,
      @ForAll @IntRange(min = 0, max = 32) int prefix)
      throws UnknownHostException {
    InetAddress other = InetAddress.getByAddress(address);
    Cidr cidr = Cidr.parse(InetAddress.getByAddress(network).getHostAddress() + "/" + prefix);
    boolean expected = true;
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      expected &= (network[bit / 8] & mask) == (address[bit / 8] & mask);
    }
    assertThat(cidr.contains(other)).isEqualTo(expected);
  }
}
