package dev.fanfare.bench.fanout;

/** How long things took, to about 3 %. One thread. */
final class Latencies {
  private static final int STEPS = 32;

  private final long[] counts = new long[64 * STEPS];
  private long all;

  void add(long nanos) {
    counts[bucket(Math.max(1, nanos))]++;
    all++;
  }

  void clear() {
    java.util.Arrays.fill(counts, 0);
    all = 0;
  }

  /** In milliseconds; what that share of all did not exceed. */
  double quantile(double share) {
    long left = (long) Math.ceil(all * share);
    for (int i = 0; i < counts.length; i++) {
      left -= counts[i];
      if (left <= 0 && all > 0) {
        return value(i) / 1e6;
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    int step = power < 5 ? 0 : (int) (nanos >> power - 5) - STEPS;
    return power * STEPS + step;
  }

  private static double value(int bucket) {
    return Math.scalb(1 + (bucket % STEPS + 0.5) / STEPS, bucket / STEPS);
  }
}
