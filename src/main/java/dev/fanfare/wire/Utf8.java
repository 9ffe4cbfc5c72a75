package dev.fanfare.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Checks UTF-8 piece by piece (Unicode table 3-7): overlong forms, surrogates and what is above
 * U+10FFFF are rejected at the first byte that cannot be right. The state travels between pieces.
 * Any thread.
 */
public final class Utf8 {
  /** Valid so far, and at the end of a character: also where to begin. */
  public static final int ACCEPT = 0;

  /** Not UTF-8, whatever follows. */
  public static final int REJECT = 1;

  private static final int ONE_MORE = 2;
  private static final int TWO_MORE = 3;
  private static final int THREE_MORE = 4;
  private static final int AFTER_E0 = 5;
  private static final int AFTER_ED = 6;
  private static final int AFTER_F0 = 7;
  private static final int AFTER_F4 = 8;
  private static final int STATES = 9;

  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Next state by state and byte. */
  private static final byte[] NEXT = table();

  private Utf8() {}

  /** The state after the bytes from {@code from} to before {@code to}. */
  public static int check(int state, byte[] bytes, int from, int to) {
    int now = state;
    int i = from;
    while (i < to && now != REJECT) {
      if (now == ACCEPT) {
        while (i + 8 <= to && ((long) EIGHT.get(bytes, i) & HIGH_BITS) == 0) {
          i += 8;
        }
        if (i == to) {
          break;
        }
      }
      now = NEXT[now << 8 | bytes[i++] & 0xFF];
    }
    return now;
  }

  /** Whether the whole array is UTF-8. */
  public static boolean valid(byte[] bytes) {
    return check(ACCEPT, bytes, 0, bytes.length) == ACCEPT;
  }

  private static byte[] table() {
    byte[] next = new byte[STATES << 8];
    Arrays.fill(next, (byte) REJECT);
    fill(next, ACCEPT, 0x00, 0x7F, ACCEPT);
    fill(next, ACCEPT, 0xC2, 0xDF, ONE_MORE);
    fill(next, ACCEPT, 0xE0, 0xE0, AFTER_E0);
    fill(next, ACCEPT, 0xE1, 0xEF, TWO_MORE);
    fill(next, ACCEPT, 0xED, 0xED, AFTER_ED);
    fill(next, ACCEPT, 0xF0, 0xF0, AFTER_F0);
    fill(next, ACCEPT, 0xF1, 0xF3, THREE_MORE);
    fill(next, ACCEPT, 0xF4, 0xF4, AFTER_F4);
    fill(next, ONE_MORE, 0x80, 0xBF, ACCEPT);
    fill(next, TWO_MORE, 0x80, 0xBF, ONE_MORE);
    fill(next, THREE_MORE, 0x80, 0xBF, TWO_MORE);
    fill(next, AFTER_E0, 0xA0, 0xBF, ONE_MORE);
    fill(next, AFTER_ED, 0x80, 0x9F, ONE_MORE);
    fill(next, AFTER_F0, 0x90, 0xBF, TWO_MORE);
    fill(next, AFTER_F4, 0x80, 0x8F, TWO_MORE);
    return next;
  }

  private static void fill(byte[] next, int state, int first, int last, int then) {
    Arrays.fill(next, state << 8 | first, (state << 8 | last) + 1, (byte) then);
  }
}
