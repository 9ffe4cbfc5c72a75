package dev.fanfare.hub;

import dev.fanfare.hub.Interleaving.World;
import org.junit.jupiter.api.Test;

/**
 * However what happens to a room is interleaved, everybody gets each message once and in order, or
 * is told of a gap.
 */
class InterleavingsTest {
  private static final int RUNS = 200;

  @Test
  void whereNothingIsLostNobodyMissesAnything() {
    run(World.KIND);
  }

  @Test
  void whereMuchIsLostEverybodyIsToldSo() {
    run(World.HARSH);
  }

  private static void run(World world) {
    for (long seed = 1; seed <= RUNS; seed++) {
      try {
        new Interleaving(seed, world).run();
      } catch (AssertionError | RuntimeException wrong) {
        throw new AssertionError("Run " + seed + ": " + wrong.getMessage(), wrong);
      }
    }
  }
}
