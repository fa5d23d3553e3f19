package dev.tokenresponder.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets contenders take turns on one thread, so that whatever else the machine does hits all alike.
 *
 * @param warmUp how many rounds are not counted
 * @param measured how many rounds are
 * @param nanos how long one contender's turn lasts at least
 */
record Rounds(int warmUp, int measured, long nanos) {

  /** The median nanoseconds per byte, and what it makes per event. */
  record Speed(double nanosPerByte, double nanosPerEvent) {
    double megabytesPerSecond() {
      return 1_000 / nanosPerByte;
    }
  }

  Map<Contender, Speed> run(List<Contender> contenders) throws Exception {
    Map<Contender, List<Double>> turns = new LinkedHashMap<>();
    contenders.forEach(contender -> turns.put(contender, new ArrayList<>()));
    long sum = 0;
    for (int round = -warmUp; round < measured; round++) {
      for (Contender contender : contenders) {
        long start = System.nanoTime();
        long elapsed;
        int passes = 0;
        do {
          sum += contender.pass().run();
          passes++;
          elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        if (round >= 0) {
          turns.get(contender).add((double) elapsed / passes);
        }
      }
    }
    if (sum == 0) {
      throw new IllegalStateException("the contenders did nothing");
    }
    Map<Contender, Speed> speeds = new LinkedHashMap<>();
    turns.forEach(
        (contender, times) -> {
          double pass = median(times.stream().mapToDouble(Double::doubleValue).toArray());
          speeds.put(contender, new Speed(pass / contender.bytes(), pass / contender.events()));
        });
    return speeds;
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
