package dev.fanfare.torture;

import java.util.List;

/**
 * What the checker found.
 *
 * @param violations each begins with the letter of the broken promise
 * @param gaps announced holes
 * @param emptyGaps those among them in which nothing was missing
 * @param reconnects connections after the first of each subscriber
 */
record Report(
    List<String> violations,
    int acknowledged,
    int delivered,
    int gaps,
    int emptyGaps,
    int reconnects) {
  Report {
    violations = List.copyOf(violations);
  }

  /** For the line that tells of a fault. */
  String sums() {
    return "%d acknowledged | %d lost | %d repeated | %d violations in all | %d gaps (%d empty)"
        .formatted(
            acknowledged,
            count("a: .* did not see .*"),
            count("(a: .* saw .*|c:.*)"),
            violations.size(),
            gaps,
            emptyGaps);
  }

  private long count(String pattern) {
    return violations.stream().filter(violation -> violation.matches(pattern)).count();
  }
}
