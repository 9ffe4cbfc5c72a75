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
}
