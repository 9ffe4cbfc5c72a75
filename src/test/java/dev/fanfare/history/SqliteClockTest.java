package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Clocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteClockTest {
  private static final long HOUR = 3_600_000;
  private static final long WINDOW = 10_000;

  private long wall = 1_700_000_000_000L;
  private long steady = 500;
  private final SqliteClock clock = new SqliteClock(new Clocks(() -> wall, () -> steady));

  @Test
  void withoutAJumpTheWindowReachesBackOnTheWall() {
    pass(70_000);
    assertThat(clock.now()).isEqualTo(steady);
    assertThat(clock.shownSince(steady - WINDOW)).isEqualTo(wall - WINDOW);
    assertThat(clock.shownSince(steady - 3_650L * 24 * HOUR)).isEqualTo(wall - 3_650L * 24 * HOUR);
    assertThat(clock.whenShown(wall - 3_000)).isEqualTo(steady - 3_000);
    assertThat(clock.whenShown(wall - 3_650L * 24 * HOUR)).isEqualTo(steady - 3_650L * 24 * HOUR);
  }

  @Test
  void aJumpAheadMakesNothingOlder() {
    pass(70_000);
    long before = stamp();
    pass(4_000);
    jump(HOUR);
    long after = stamp();
    pass(6_000);
    assertThat(isOld(before)).as("just within the window").isFalse();
    assertThat(clock.whenShown(before)).isEqualTo(steady - 10_000);
    pass(1);
    assertThat(isOld(before)).isTrue();
    pass(3_999);
    assertThat(isOld(after)).isFalse();
    assertThat(clock.whenShown(after)).isEqualTo(steady - 10_000);
    pass(1);
    assertThat(isOld(after)).isTrue();
    assertThat(clock.shownSince(steady - WINDOW)).as("over").isEqualTo(wall - WINDOW);
  }

  @Test
  void ofTwoJumpsEachCountsForItsOwnWindow() {
    long first = stamp();
    jump(HOUR);
    long second = stamp();
    pass(5_000);
    jump(2 * HOUR);
    long third = stamp();
    pass(5_001);
    assertThat(List.of(isOld(first), isOld(second), isOld(third)))
        .containsExactly(true, true, false);
    assertThat(clock.shownSince(steady - 2 * WINDOW)).isEqualTo(wall - 3 * HOUR - 2 * WINDOW);
    assertThat(clock.shownSince(steady - WINDOW)).isEqualTo(wall - 2 * HOUR - WINDOW);
    pass(5_000);
    assertThat(clock.shownSince(steady - WINDOW)).isEqualTo(wall - WINDOW);
  }

  @Test
  void aJumpBackKeepsNothingLongerThanItMust() {
    long longBefore = stamp();
    pass(6_000);
    long shortlyBefore = stamp();
    jump(-2_000);
    long after = stamp();
    pass(4_001);
    assertThat(isOld(longBefore)).isTrue();
    pass(6_000);
    assertThat(isOld(after)).isTrue();
    assertThat(isOld(shortlyBefore)).as("has a time that came again later").isFalse();
    assertThat(clock.whenShown(shortlyBefore)).as("the later of two").isEqualTo(steady - 8_001);
    pass(2_000);
    assertThat(isOld(shortlyBefore)).isTrue();
  }

  /** The jump was at any moment since the look before. */
  @Test
  void whatGotItsTimeBetweenAJumpBackAndTheNextLookIsNotOld() {
    stamp();
    pass(4_000);
    wall -= HOUR;
    long said = wall;
    pass(2_000);
    clock.now();
    assertThat(isOld(said)).isFalse();
    pass(8_000);
    assertThat(isOld(said)).isFalse();
  }

  @Test
  void aTimeToComeWasShownJustNow() {
    pass(1_000);
    assertThat(clock.whenShown(stamp() + HOUR)).isEqualTo(steady);
  }

  @Test
  void manyJumpsMakeNothingOlder() {
    Random random = new Random(7);
    List<Long> said = new ArrayList<>();
    for (int i = 0; i < 4 * SqliteClock.MOST_COURSES; i++) {
      said.add(stamp());
      pass(1);
      jump(random.nextBoolean() ? 600 : -500);
    }
    assertThat(said).noneMatch(this::isOld);
    pass(WINDOW + 1);
    assertThat(clock.shownSince(clock.now() - WINDOW)).as("over").isEqualTo(wall - WINDOW);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyWhatIsOldIsOldHoweverTheClockJumps(boolean onlyAhead) {
    record Said(long time, long then) {}
    Random random = new Random(1);
    List<Said> all = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      pass(random.nextInt(2_000));
      if (random.nextInt(4) == 0) {
        int by = 1_000 + random.nextInt(30_000);
        jump(onlyAhead || random.nextBoolean() ? by : -by);
      }
      all.add(new Said(stamp(), steady));
      for (Said said : all) {
        boolean old = said.then < steady - WINDOW;
        if (onlyAhead) {
          assertThat(isOld(said.time)).isEqualTo(old);
          assertThat(clock.whenShown(said.time)).isEqualTo(said.then);
        } else {
          assertThat(isOld(said.time) && !old).isFalse();
          assertThat(clock.whenShown(said.time)).isBetween(said.then, steady);
        }
      }
      all.removeIf(said -> said.then < steady - 2 * WINDOW);
    }
  }

  private boolean isOld(long time) {
    return time < clock.shownSince(clock.now() - WINDOW);
  }

  /** A time that gets into the file. */
  private long stamp() {
    clock.now();
    return wall;
  }

  private void jump(long by) {
    wall += by;
    clock.now();
  }

  private void pass(long millis) {
    wall += millis;
    steady += millis;
  }
}
