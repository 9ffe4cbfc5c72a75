package dev.fanfare.bench.fanout;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects the bursts of all rounds and prints medians, and ratios within each round. */
final class Report {
  private record Row(String scenario, Variant variant) {}

  private final Variant reference;
  private final Map<Row, Result[]> results = new LinkedHashMap<>();
  private final int rounds;

  Report(Options options) {
    this.reference = options.variants().get(0);
    this.rounds = options.rounds();
    for (Scenario scenario : options.scenarios()) {
      for (Variant variant : options.variants()) {
        results.put(new Row(scenario.name(), variant), new Result[rounds]);
      }
    }
  }

  static String head(Options options) {
    StringBuilder head = new StringBuilder();
    head.append(
        String.format(
            "%s %s, %d processors, Java %s; server: %d loop(s)%s%n",
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            options.instances(),
            options.server().isEmpty() ? "" : " after " + String.join(" ", options.server())));
    head.append(
        String.format(
            "%d rounds of %s s each, messages of %d bytes%n",
            options.rounds(), options.seconds(), options.size()));
    options.scenarios().forEach(scenario -> head.append(scenario.describe()).append('\n'));
    return head.toString();
  }

  void add(int round, Scenario scenario, Variant variant, Result result) {
    results.get(new Row(scenario.name(), variant))[round] = result;
  }

  List<String> lines() {
    String head =
        String.format(
            "%-8s %-12s %10s %12s %12s   %-18s %8s %8s %6s %10s",
            "scenario",
            "variant",
            "messages/s",
            "deliveries/s",
            "per CPU s",
            "x " + reference,
            "p50 ms",
            "p99 ms",
            "lost",
            "disordered");
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(head), results.keySet().stream().map(this::line))
        .toList();
  }

  private String line(Row row) {
    Result[] all = results.get(row);
    Result[] compared = results.get(new Row(row.scenario, reference));
    double[] ratios = new double[rounds];
    Arrays.setAll(ratios, i -> all[i].perCpu() / compared[i].perCpu());
    Arrays.sort(ratios);
    String ratio =
        row.variant.equals(reference)
            ? "1"
            : String.format(
                Locale.ROOT, "%.2f [%.2f..%.2f]", median(ratios), ratios[0], ratios[rounds - 1]);
    return String.format(
        Locale.ROOT,
        "%-8s %-12s %,10.0f %,12.0f %,12.0f   %-18s %8.2f %8.2f %6d %10d",
        row.scenario,
        row.variant,
        median(all, Result::said),
        median(all, Result::rate),
        median(all, Result::perCpu),
        ratio,
        median(all, Result::p50),
        median(all, Result::p99),
        Arrays.stream(all).mapToLong(Result::lost).sum(),
        Arrays.stream(all).mapToLong(Result::disordered).sum());
  }

  private static double median(Result[] results, ToDoubleFunction<Result> figure) {
    return median(Arrays.stream(results).mapToDouble(figure).sorted().toArray());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
