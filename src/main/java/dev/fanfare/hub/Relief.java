package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.CUT_OFF;

import dev.fanfare.metrics.Meters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes less wait when too much waits for all clients of the node together. From three quarters of
 * the bound on, those who owe the most are treated as too slow, until that would leave a half. If
 * the bound is exceeded in spite of that they are cut off: a good-bye would wait behind what must
 * go. Owned by the loop.
 */
final class Relief {
  private final Backlog backlog;
  private final Rings rings;
  private final Set<Debtor> debtors;
  private final Meters metrics;
  private final Consumer<Runnable> afterAWhile;
  private boolean planned;

  private record Debt(Debtor debtor, long bytes) {}

  /**
   * @param debtors all of this loop
   * @param afterAWhile runs something on this loop when those who were let be had some time
   */
  Relief(
      Backlog backlog,
      Rings rings,
      Set<Debtor> debtors,
      Meters metrics,
      Consumer<Runnable> afterAWhile) {
    this.backlog = backlog;
    this.rings = rings;
    this.debtors = debtors;
    this.metrics = metrics;
    this.afterAWhile = afterAWhile;
  }

  void relieve() {
    backlog.answered();
    rings.forgetForms();
    long excess = backlog.excess();
    boolean full = backlog.isFull();
    for (Debt debt : largestFirst()) {
      if (excess <= 0) {
        break;
      }
      excess -= full ? cut(debt.debtor) : treatAsSlow(debt.debtor);
    }
    if (!planned && backlog.isTooMuch()) {
      planned = true;
      afterAWhile.accept(this::again);
    }
  }

  private void again() {
    planned = false;
    if (backlog.isTooMuch()) {
      relieve();
    }
  }

  private List<Debt> largestFirst() {
    List<Debt> debts = new ArrayList<>();
    for (Debtor debtor : debtors) {
      long owes = debtor.remind();
      if (owes > 0) {
        debts.add(new Debt(debtor, owes));
      }
    }
    debts.sort(Comparator.comparingLong(Debt::bytes).reversed());
    return debts;
  }

  /** Returns what that frees at most, and perhaps later. */
  private static long treatAsSlow(Debtor debtor) {
    long frees = debtor.waiting();
    debtor.giveWay();
    return frees;
  }

  private long cut(Debtor debtor) {
    long before = backlog.bytes();
    debtor.cut();
    metrics.of(CUT_OFF).increment();
    return before - backlog.bytes();
  }
}
