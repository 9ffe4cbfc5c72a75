package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

  @ParameterizedTest
  @CsvSource({
    "TIME, 250ms, 250, 250ms",
    "TIME, 60s, 60000, 1m",
    "TIME, 24h, 86400000, 1d",
    "TIME, 90m, 5400000, 90m",
    "TIME, 0s, 0, 0",
    "TIME, 7, , ",
    "TIME, 1.5s, , ",
    "TIME, 1 s, , ",
    "BYTES, 64KiB, 65536, 64KiB",
    "BYTES, 1000B, 1000, 1000B",
    "BYTES, 3GiB, 3221225472, 3GiB",
    "BYTES, 64KB, , ",
    "BYTES, 64kib, , ",
    "PER_SECOND, 100/s, 100, 100",
    "PERCENT, 25%, 25, 25%",
    "PERCENT, 25, , ",
    "PERCENT, 2.5%, , ",
    "COUNT, 7, 7, 7",
    "COUNT, -7, , ",
    "BYTES, 99999999999TiB, 9223372036854775807, 9223372036854775807B",
  })
  void parsesAndShows(Unit unit, String text, Long amount, String shown) {
    assertThat(unit.parse(text)).isEqualTo(amount);
    if (amount != null) assertThat(unit.show(amount)).isEqualTo(shown);
  }
}
