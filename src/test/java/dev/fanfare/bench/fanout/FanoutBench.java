package dev.fanfare.bench.fanout;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Fan-out from end to end: the real server, real connections, messages there and back. Everything
 * is up at once and takes turns in short bursts, so that a machine that is slower for a while is so
 * for all. What counts most is deliveries per second of the server's processor time, and the
 * ratios. See {@link Options} for the words that change what is measured.
 */
public final class FanoutBench {
  private static final double UNMEASURED = 0.5;

  private final Options options;
  private final Map<String, Site> sites = new HashMap<>();
  private int rooms;

  private FanoutBench(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) {
    try {
      new FanoutBench(Options.parse(arguments)).run();
    } catch (IllegalArgumentException | IOException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    System.out.print(Report.head(options));
    try {
      for (Variant variant : options.variants()) {
        if (!sites.containsKey(variant.history())) {
          sites.put(variant.history(), Site.start(variant.history(), options));
        }
      }
      warmUp();
      Report report = new Report(options);
      for (int round = 0; round < options.rounds(); round++) {
        System.out.printf("round %d of %d%n", round + 1, options.rounds());
        for (Scenario scenario : options.scenarios()) {
          for (Variant variant : options.variants()) {
            report.add(round, scenario, variant, burst(scenario, variant, options.seconds()));
          }
        }
      }
      report.lines().forEach(System.out::println);
    } finally {
      sites.values().forEach(Site::close);
    }
  }

  private void warmUp() throws IOException {
    for (Scenario scenario : options.scenarios()) {
      for (Variant variant : options.variants()) {
        burst(scenario, variant, options.warmUp());
      }
    }
  }

  /** In a room of its own, so that nothing of another burst is in the way. */
  private Result burst(Scenario scenario, Variant variant, double seconds) throws IOException {
    Site site = sites.get(variant.history());
    try (Load load =
        new Load(site, "bench-" + ++rooms, scenario, variant.format(), options.size())) {
      return load.run(UNMEASURED, seconds);
    }
  }
}
