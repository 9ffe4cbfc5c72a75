package dev.fanfare.it;

import static dev.fanfare.it.RawSocket.BINARY;
import static dev.fanfare.it.RawSocket.CLOSE;
import static dev.fanfare.it.RawSocket.CONTINUATION;
import static dev.fanfare.it.RawSocket.FIN;
import static dev.fanfare.it.RawSocket.PING;
import static dev.fanfare.it.RawSocket.PONG;
import static dev.fanfare.it.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fanfare.it.RawSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that RFC 6455 does not allow end the connection that they came on, and no other. */
class BadFramesIT extends BesideNeighbour {
  private static final byte[] NOTHING = {};

  @Override
  Start configured() {
    return Start.jar()
        .conf(
            "{\"limits\":{\"rate\":0,\"handshakes-per-address\":0,\"fragments\":64,\"message-time\":\"500ms\"},"
                + "\"http\":{\"instances\":2}}");
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        arguments("text that is not UTF-8", 1007, frame(FIN | TEXT, 0xC3, 0x28)),
        arguments("text that ends within a character", 1007, frame(FIN | TEXT, 0xE2, 0x82)),
        arguments("a surrogate", 1007, frame(FIN | TEXT, 0xED, 0xA0, 0x80)),
        arguments("an overlong slash", 1007, frame(FIN | TEXT, 0xC0, 0xAF)),
        arguments("a fragment that is not UTF-8, before the end", 1007, frame(TEXT, 0xFF)),
        arguments(
            "a character that its next fragment breaks",
            1007,
            join(frame(TEXT, 0xE2, 0x82), frame(FIN | CONTINUATION, 0x28))),
        arguments("a reserved bit", 1002, frame(FIN | 0x40 | TEXT, 'a')),
        arguments("a reserved opcode", 1002, frame(FIN | 0x3, 'a')),
        arguments("a reserved control opcode", 1002, frame(FIN | 0xB, 'a')),
        arguments("no mask", 1002, HexFormat.of().parseHex("810161")),
        arguments("a continuation of nothing", 1002, frame(FIN | CONTINUATION, 'a')),
        arguments(
            "a message within a message", 1002, join(frame(TEXT, 'a'), frame(FIN | TEXT, 'b'))),
        arguments("a ping in pieces", 1002, frame(PING, 'a')),
        arguments("a long ping", 1002, RawSocket.framed(FIN | PING, new byte[126])),
        arguments("a close frame of one byte", 1002, frame(FIN | CLOSE, 3)),
        arguments("a close code that nobody may send", 1002, frame(FIN | CLOSE, 3, 0xED)),
        arguments("a close code out of range", 1002, frame(FIN | CLOSE, 0, 1)),
        arguments("a close reason not UTF-8", 1007, frame(FIN | CLOSE, 3, 0xE8, 0xFF)),
        arguments(
            "a length in more bytes than it needs",
            1002,
            HexFormat.of().parseHex("81fe00010000000061")),
        arguments(
            "a length of four exabytes",
            1009,
            HexFormat.of().parseHex("81ff400000000000000000000000")),
        arguments(
            "a length below zero", 1002, HexFormat.of().parseHex("81ffffffffffffffffff00000000")),
        arguments("too many fragments", 1008, fragments(65)));
  }

  private static byte[] frame(int first, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    return RawSocket.framed(first, bytes);
  }

  private static byte[] join(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static byte[] fragments(int count) {
    byte[][] frames = new byte[count][];
    Arrays.fill(frames, frame(CONTINUATION, 'a'));
    frames[0] = frame(TEXT, 'a');
    return join(frames);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("violations")
  void endsTheConnectionWithTheRightCode(String what, int code, byte[] bytes) throws IOException {
    for (String path : new String[] {"/ws?room=bad", "/ws?room=bad&format=json"}) {
      try (Client witness = Client.to(server, "/ws?room=bad");
          RawSocket socket = RawSocket.open(server, path)) {
        socket.send(bytes);
        assertThat(socket.closeCode()).as(what + " at " + path).isEqualTo(code);
        socket.awaitEnd();
        witness.send("fence");
        assertThat(witness.nextText()).isEqualTo("fence");
      }
    }
  }

  @Test
  void aMessageThatNeverEndsIsGivenUp() throws IOException {
    try (RawSocket socket = RawSocket.open(server, "/ws")) {
      socket.frame(TEXT, NOTHING);
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void binaryFramesMeanNothingInJson() throws IOException {
    try (RawSocket socket =
        RawSocket.open(server, "/ws", "Sec-WebSocket-Protocol: fanfare.v1.json")) {
      socket.frame(FIN | BINARY, new byte[] {1});
      assertThat(socket.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void fragmentsAndControlFramesBetweenThemAreFine() throws IOException {
    try (Client ann = Client.to(server, "/ws?room=pieces");
        RawSocket socket = RawSocket.open(server, "/ws?room=pieces")) {
      socket.frame(TEXT, new byte[] {(byte) 0xE2});
      socket.frame(FIN | PING, "still there?".getBytes(StandardCharsets.US_ASCII));
      Frame pong = socket.next();
      assertThat(pong.opcode()).isEqualTo(PONG);
      assertThat(pong.text()).isEqualTo("still there?");
      socket.frame(FIN | PONG, NOTHING);
      socket.frame(CONTINUATION, new byte[] {(byte) 0x82});
      socket.frame(CONTINUATION, NOTHING);
      socket.frame(FIN | CONTINUATION, new byte[] {(byte) 0xAC});
      assertThat(ann.nextText()).isEqualTo("€");
      assertThat(socket.next().text()).isEqualTo("€");
    }
  }

  @Test
  void aClosingIsAnsweredInKind() throws IOException {
    try (RawSocket socket = RawSocket.open(server, "/ws")) {
      socket.send(frame(FIN | CLOSE, 3, 0xE8, 'b', 'y', 'e'));
      assertThat(socket.closeCode()).isEqualTo(1000);
      socket.awaitEnd();
    }
    try (RawSocket socket = RawSocket.open(server, "/ws")) {
      socket.send(frame(FIN | CLOSE));
      assertThat(socket.closeCode()).isIn(1000, 1005);
      socket.awaitEnd();
    }
  }

  @Test
  void mutilatedFramesEndAConnectionOrAreHarmless() throws IOException {
    Random random = new Random(20_240_229);
    byte[] valid =
        join(
            RawSocket.framed(FIN | TEXT, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8)),
            frame(TEXT, 'a', 'b'),
            frame(FIN | PING, 'p'),
            frame(FIN | CONTINUATION, 'c'),
            RawSocket.framed(FIN | BINARY, new byte[200]));
    for (int round = 0; round < 300; round++) {
      byte[] bytes = valid.clone();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String format = round % 2 == 0 ? "raw" : "json";
      try (RawSocket socket = RawSocket.open(server, "/ws?room=mutants&format=" + format)) {
        socket.send(bytes);
      }
    }
    // All their closings are through, and none of them was an error of the server's.
    for (int fence = 0; fence < 4; fence++) {
      try (RawSocket socket = RawSocket.open(server, "/ws?room=mutants")) {
        socket.send(frame(FIN | CLOSE, 3, 0xE8));
        assertThat(socket.closeCode()).isEqualTo(1000);
      }
    }
  }
}
