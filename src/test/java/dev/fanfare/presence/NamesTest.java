package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "Ann, ANN",
    "Ann, Ａｎｎ",
    "admin, аdmin", // Cyrillic а
    "BOT, ВОТ", // Cyrillic throughout
    "Kim, \u212Aim", // the Kelvin sign
    "Straße, STRASSE",
    "Ann Lee, Ann\u00a0 Lee",
    "Ann, A\u0336n\u0336n\u0336",
    "Ann, A\u200cnn",
    "José, Jose\u0301",
    "ΟΔΟΣ, οδος",
    "Iris, İris",
    "ﬁne, fine"
  })
  void alike(String one, String other) {
    assertThat(Skeleton.of(one)).isEqualTo(Skeleton.of(other));
  }

  @ParameterizedTest
  @CsvSource({"Ann, Anna", "José, Jose", "กี, กิ", "की, कु", "Ann, Ann-2", "李, 黎", "👍, 👎"})
  void different(String one, String other) {
    assertThat(Skeleton.of(one)).isNotEqualTo(Skeleton.of(other));
  }

  @Test
  void nothingIsLeftOfNoName() {
    assertThat(Skeleton.of("\u20dd")).isNotEmpty();
  }

  @Test
  void numbersCountUp() {
    Set<String> taken = new HashSet<>(Set.of("Ann"));
    for (int i = 2; i <= 1_000; i++) {
      String name = NumberedName.of("Ann", candidate -> !taken.contains(candidate));
      assertThat(name).isEqualTo("Ann-" + i);
      taken.add(name);
    }
  }

  @Test
  void manyOfOneNameAreFoundInFewLooks() {
    int[] looks = {0};
    String name =
        NumberedName.of(
            "Ann",
            candidate -> {
              looks[0]++;
              return Integer.parseInt(candidate.substring(4)) > 1_000_000;
            });
    assertThat(name).isEqualTo("Ann-1000001");
    assertThat(looks[0]).isLessThan(50);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefghijklmnopqrstuvwxyz012345, abcdefghijklmnopqrstuvwxyz0123-2",
    "abcdefghijklmnopqrstuvwxyz0123, abcdefghijklmnopqrstuvwxyz0123-2",
    "👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍, 👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍-2"
  })
  void aNumberedNameIsNotTooLong(String name, String numbered) {
    assertThat(NumberedName.of(name, candidate -> true)).isEqualTo(numbered);
  }
}
