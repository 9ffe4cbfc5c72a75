package dev.fanfare.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @ParameterizedTest
  @CsvSource({
    "80, 0",
    "BF, 0",
    "C0, 0",
    "C1, 0",
    "F5, 0",
    "FF, 0", // never first
    "C3 28, 1",
    "E2 28, 1",
    "E2 82 28, 2",
    "F0 9F 98 28, 3", // no continuation
    "E0 9F, 1",
    "F0 8F, 1", // overlong
    "ED A0, 1",
    "ED BF, 1", // surrogates
    "F4 90, 1", // above U+10FFFF
    "61 62 63 64 65 66 67 68 69 FF, 9"
  })
  void rejectsAtTheFirstBadByte(String hex, int bad) {
    byte[] bytes = bytes(hex);
    assertThat(Utf8.check(Utf8.ACCEPT, bytes, 0, bad)).isNotEqualTo(Utf8.REJECT);
    assertThat(Utf8.check(Utf8.ACCEPT, bytes, 0, bad + 1)).isEqualTo(Utf8.REJECT);
    assertThat(Utf8.check(Utf8.REJECT, "a".getBytes(UTF_8), 0, 1)).isEqualTo(Utf8.REJECT);
  }

  @Test
  void anUnfinishedCharacterIsNeitherAcceptedNorRejected() {
    byte[] smile = "😀".getBytes(UTF_8);
    for (int end = 1; end < 4; end++) {
      int state = Utf8.check(Utf8.ACCEPT, smile, 0, end);
      assertThat(state).isNotIn(Utf8.ACCEPT, Utf8.REJECT);
      assertThat(Utf8.check(state, smile, end, 4)).isEqualTo(Utf8.ACCEPT);
    }
  }

  @Test
  void everyCodePointIsAcceptedAndNoSurrogate() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
      byte[] bytes =
          surrogate
              ? new byte[] {(byte) 0xED, (byte) (0x80 | c >> 6 & 0x3F), (byte) (0x80 | c & 0x3F)}
              : Character.toString(c).getBytes(UTF_8);
      assertThat(Utf8.valid(bytes)).isEqualTo(!surrogate);
    }
  }

  /** However the bytes are cut in pieces, the verdict is that of the JDK's decoder. */
  @Test
  void agreesWithTheDecoderOfTheJdk() {
    Random random = new Random(7);
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = randomBytes(random);
      int cut = random.nextInt(bytes.length + 1);
      int state = Utf8.check(Utf8.ACCEPT, bytes, 0, cut);
      state = Utf8.check(state, bytes, cut, bytes.length);
      assertThat(state == Utf8.ACCEPT).as("round %d", round).isEqualTo(decodes(bytes));
    }
  }

  private static byte[] randomBytes(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(6); n >= 0; n--) {
      text.append(random.nextBoolean() ? "some ascii" : "").appendCodePoint(codePoint(random));
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int n = random.nextInt(3); n > 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(256) | random.nextInt(256));
    }
    return bytes;
  }

  private static int codePoint(Random random) {
    return random.nextInt(Character.MAX_CODE_POINT + 1 >> random.nextInt(16));
  }

  private static boolean decodes(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
