package dev.tokenresponder.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookAheadStreamTest {

  @Test
  void gives_every_byte_once_and_again_after_a_reset() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      byte[] all = new byte[random.nextInt(500)];
      random.nextBytes(all);
      try (LookAheadStream in = new LookAheadStream(new ByteArrayInputStream(all), 64)) {
        byte[] got = new byte[0];
        while (true) {
          if (random.nextBoolean()) {
            in.mark(32);
            byte[] ahead = in.readNBytes(random.nextInt(32));
            in.reset();
            assertThat(ahead)
                .isEqualTo(Arrays.copyOfRange(all, got.length, got.length + ahead.length));
          }
          int next = in.read();
          if (next < 0) {
            break;
          }
          got = Arrays.copyOf(got, got.length + 1);
          got[got.length - 1] = (byte) next;
        }
        assertThat(got).isEqualTo(all);
      }
    }
  }
}
