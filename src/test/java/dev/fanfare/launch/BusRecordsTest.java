package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.contract.BusBytes;
import dev.fanfare.metrics.Seldom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusRecordsTest {
  private static final int MOST = 10_000;
  private static final List<byte[]> GOOD =
      List.of(
          BusBytes.ping(),
          BusBytes.text("somewhere", "hello"),
          BusBytes.message("fanfare.batch", "fanfare.rooms.7", new byte[] {1, 2, 3}),
          BusBytes.ofCodec(0, "somewhere", new byte[0]),
          BusBytes.ofCodec(6, "somewhere", new byte[8]),
          BusBytes.ofCodec(15, "a", new byte[] {0, 0, 0, 0, 7, 0}),
          BusBytes.ofCodec(15, "a", new byte[] {0, 0, 0, 0, 7, 1, 0, 0, 0, 2, 'n', 'o'}));

  private EmbeddedChannel connection = connection();

  @AfterEach
  void nothingIsHeld() {
    connection.finishAndReleaseAll();
  }

  @Test
  void whatNodesSayPassesHoweverItIsCut() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    GOOD.forEach(all::writeBytes);
    for (int piece : new int[] {1, 2, 7, 50, all.size()}) {
      byte[] bytes = all.toByteArray();
      for (int at = 0; at < bytes.length; at += piece) {
        send(connection, slice(bytes, at, Math.min(bytes.length, at + piece)));
      }
      GOOD.forEach(record -> assertThat(passed(connection)).isEqualTo(record));
      assertThat(passed(connection)).isNull();
    }
    assertThat(connection.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 1 << 30, MOST + 1, -1, Integer.MIN_VALUE})
  void aLengthThatNoMessageHasClosesAtOnce(int length) {
    send(connection, BusBytes.number(length));
    assertThat(connection.isOpen()).isFalse();
    send(connection, BusBytes.ping());
    assertThat(passed(connection)).isNull();
  }

  @Test
  void anotherProtocolIsClosed() {
    send(connection, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aLengthInsideThatIsWrongCloses() {
    for (byte[] record : GOOD) {
      for (int at = Integer.BYTES + 3; at + Integer.BYTES <= record.length; at++) {
        byte[] wrong = record.clone();
        wrong[at] = 0x7F;
        wrong[at + 1] = wrong[at + 2] = wrong[at + 3] = (byte) 0xFF;
        mayPassOnlyIfWhole(wrong);
      }
    }
  }

  @Test
  void javasObjectsAreNotTaken() {
    for (int codec : new int[] {16, 17, 18, 127, -2}) {
      EmbeddedChannel closed = connection();
      send(closed, BusBytes.ofCodec(codec, "a", new byte[] {0, 0, 0, 0}));
      assertThat(closed.isOpen()).isFalse();
      assertThat(passed(closed)).isNull();
      closed.finishAndReleaseAll();
    }
  }

  @Test
  void anyBytesCloseOrAreAMessage() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] record = GOOD.get(seed % GOOD.size()).clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        record[random.nextInt(record.length)] = (byte) random.nextInt(256);
      }
      mayPassOnlyIfWhole(record);
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      mayPassOnlyIfWhole(noise);
    }
  }

  private static void mayPassOnlyIfWhole(byte[] bytes) {
    EmbeddedChannel one = connection();
    send(one, bytes);
    for (byte[] record = passed(one); record != null; record = passed(one)) {
      assertThat(BusRecord.isWhole(Unpooled.wrappedBuffer(record))).isTrue();
    }
    one.finishAndReleaseAll();
  }

  private static EmbeddedChannel connection() {
    return new EmbeddedChannel(new BusRecords(MOST, new Seldom(() -> 0)));
  }

  private static void send(EmbeddedChannel to, byte[] bytes) {
    if (to.isOpen()) {
      to.writeInbound(Unpooled.copiedBuffer(bytes));
    }
  }

  private static byte[] passed(EmbeddedChannel from) {
    ByteBuf record = from.readInbound();
    if (record == null) {
      return null;
    }
    byte[] bytes = ByteBufUtil.getBytes(record);
    record.release();
    return bytes;
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }
}
