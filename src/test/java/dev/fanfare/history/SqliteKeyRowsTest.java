package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteKeyRowsTest {
  private static final long WINDOW = 300_000;
  private static final long APART = WINDOW / 16;

  private final SqliteKeyRows rows = new SqliteKeyRows(WINDOW);

  @Test
  void rowsAreOverWhenTheWindowIs() {
    assertThat(rows.over(0)).isZero();
    rows.next(1_000);
    long last = rows.next(1_000);
    assertThat(rows.over(1_000 + WINDOW - 1)).isZero();
    assertThat(rows.over(1_000 + WINDOW)).isEqualTo(last);
    assertThat(rows.over(1_000 + WINDOW)).as("if it was not deleted").isEqualTo(last);
  }

  @Test
  void idsGoOnAfterThoseOfTheFile() {
    rows.found(7, 0, 500);
    rows.found(9, 400, 500);
    assertThat(rows.next(500)).isEqualTo(10);
    assertThat(rows.next(500)).isEqualTo(11);
  }

  /** What came after another cannot be older, though the wall clock says so. */
  @Test
  void ofTheFileTheLatestTimeCounts() {
    rows.found(1, -5 * WINDOW, 0);
    rows.found(2, 0, 0);
    rows.found(3, -5 * WINDOW, 0);
    rows.next(2 * APART);
    assertThat(rows.over(WINDOW - 1)).isEqualTo(1);
    assertThat(rows.over(WINDOW)).isEqualTo(3);
  }

  @Test
  void whatIsOverInTheFileGoesAtOnce() {
    rows.found(1, -900 * WINDOW, 0);
    rows.found(2, -WINDOW, 0);
    rows.found(3, 2 * APART - WINDOW, 0);
    assertThat(rows.over(0)).isEqualTo(2);
  }

  @Test
  void withoutAWindowNothingIsNeeded() {
    SqliteKeyRows none = new SqliteKeyRows(0);
    none.found(5, 0, 0);
    assertThat(none.over(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noneGoesEarlyAndNoneMuchTooLate(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, Long> came = new TreeMap<>();
    long now = random.nextInt(1_000_000);
    for (long id = 1; id <= 2_000; id++) { // of the file, from weeks ago to just now
      long then = now - (2_000 - id) * (id < 1_000 ? 1_000_000 : 1_000);
      rows.found(id, then, now);
      came.put(id, then);
    }
    for (int step = 0; step < 20_000; step++) {
      now += random.nextInt(200);
      came.put(rows.next(now), now);
      if (random.nextInt(300) == 0) {
        long over = rows.over(now);
        long last = now;
        assertThat(came.headMap(over, true).values()).allMatch(then -> then + WINDOW <= last);
        assertThat(came.tailMap(over, false).values())
            .allMatch(then -> then + WINDOW + APART > last);
        came.headMap(over, true).clear();
        assertThat(rows.marks()).isLessThanOrEqualTo(17);
      }
    }
  }
}
