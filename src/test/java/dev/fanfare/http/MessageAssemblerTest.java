package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.http.MessageAssembler.Violation;
import dev.fanfare.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {
  private final MessageAssembler assembler = new MessageAssembler(100, 5);

  @Test
  void oneFrameIsAMessage() {
    assertThat(text(assembler.first(false, bytes("hi"), true))).isEqualTo("hi");
    assertThat(assembler.open()).isFalse();
  }

  @Test
  void emptyFragmentsAreFragments() {
    assertThat(assembler.first(false, bytes(""), false)).isNull();
    assertThat(assembler.next(bytes(""), false)).isNull();
    assertThat(assembler.next(bytes("hi"), false)).isNull();
    assertThat(text(assembler.next(bytes(""), true))).isEqualTo("hi");
    assertThat(text(assembler.first(true, bytes(""), true))).isEmpty();
  }

  @Test
  void aCharacterMayBeSplitBetweenFragments() {
    byte[] euro = bytes("€");
    assertThat(assembler.first(false, new byte[] {euro[0]}, false)).isNull();
    assertThat(assembler.next(new byte[] {euro[1]}, false)).isNull();
    assertThat(text(assembler.next(new byte[] {euro[2]}, true))).isEqualTo("€");
  }

  @Test
  void exactlyTheLimitPasses() {
    assertThat(assembler.first(true, new byte[100], true)).isNotNull();
    assembler.first(true, new byte[60], false);
    assertThat(assembler.next(new byte[40], true)).isNotNull();
    refuses(1009, () -> assembler.first(true, new byte[101], true));
  }

  @Test
  void refusesAtTheFirstByteThatIsTooMuchOrWrong() {
    refuses(1007, () -> fresh().first(false, new byte[] {(byte) 0xC3, 0x28}, false));
    refuses(1007, () -> fresh().first(false, new byte[] {(byte) 0xE2, (byte) 0x82}, true));
    refuses(1002, () -> fresh().next(bytes("x"), true));
    MessageAssembler open = fresh();
    open.first(false, bytes("x"), false);
    refuses(1002, () -> open.first(false, bytes("x"), true));
    MessageAssembler many = fresh();
    many.first(true, bytes("x"), false);
    for (int i = 0; i < 4; i++) {
      many.next(bytes("x"), false);
    }
    refuses(1008, () -> many.next(bytes("x"), true));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyCutGivesTheSameMessage(long seed) {
    Random random = new Random(seed);
    MessageAssembler large = new MessageAssembler(10_000, 0);
    for (int round = 0; round < 200; round++) {
      byte[] whole = bytes("grüße €uro 𝄞 ".repeat(1 + random.nextInt(40)));
      int from = random.nextInt(20);
      Payload message = large.first(false, cut(whole, 0, from), false);
      while (message == null) {
        int to = Math.min(whole.length, from + random.nextInt(50));
        message = large.next(cut(whole, from, to), to == whole.length);
        from = to;
      }
      assertThat(message.bytes()).isEqualTo(whole);
    }
  }

  private static MessageAssembler fresh() {
    return new MessageAssembler(100, 5);
  }

  private static byte[] cut(byte[] whole, int from, int to) {
    return java.util.Arrays.copyOfRange(whole, from, to);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Payload message) {
    assertThat(message).isNotNull();
    return new String(message.bytes(), StandardCharsets.UTF_8);
  }

  private static void refuses(int code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.closeCode()).isEqualTo(code));
  }
}
