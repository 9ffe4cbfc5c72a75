package dev.fanfare.it;

import static dev.fanfare.it.RawSocket.BINARY;
import static dev.fanfare.it.RawSocket.CONTINUATION;
import static dev.fanfare.it.RawSocket.FIN;
import static dev.fanfare.it.RawSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fanfare.it.RawSocket.Frame;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** permessage-deflate (RFC 7692): who asks for it gets it, and can do no harm with it. */
class CompressionIT extends BesideNeighbour {
  private static final String OFFER =
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
  private static final int RSV1 = 0x40;
  private static final int RSV2 = 0x20;
  private static final int LARGEST = 65_536;
  private static final int BOMB = 30 * 1024 * 1024;

  /** The section {@code http} of the server's configuration. */
  JsonObject http() {
    return new JsonObject().put("instances", 2).put("compression", true);
  }

  @Override
  Start configured() {
    return Start.jar()
        .jvm("-Xmx64m", "-XX:MaxDirectMemorySize=24m")
        .conf(
            new JsonObject("{\"limits\":{\"rate\":0,\"handshakes-per-address\":0}}")
                .put("http", http()));
  }

  @Test
  void isNegotiatedWithoutContextInEitherDirection() throws IOException {
    assertThat(agreed(OFFER).split("; *"))
        .containsExactlyInAnyOrder(
            "permessage-deflate", "client_no_context_takeover", "server_no_context_takeover");
    assertThat(agreed("Sec-WebSocket-Extensions: x-webkit-deflate-frame")).isNull();
    assertThat(agreed("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9"))
        .as("zlib of the JDK has no smaller window")
        .isNull();
    assertThat(agreed("X-None: 1")).isNull();
  }

  private String agreed(String header) throws IOException {
    try (RawSocket socket = RawSocket.to(server)) {
      RawSocket.Answer answer = socket.handshake("/ws?room=agreed", header).answer();
      assertThat(answer.status()).isEqualTo(101);
      return answer.headers().get("sec-websocket-extensions");
    }
  }

  @Test
  void messagesGoInAndOutCompressedAndOthersSeeThemAsTheyAre() throws Exception {
    String text = "{\"compresses\": \"" + "well ".repeat(2_000) + "ü👋🏽\"}";
    byte[] bytes = new byte[5_000];
    try (RawSocket ann = compressed("/ws?room=both");
        RawSocket bob = compressed("/ws?room=both");
        Client cyd = Client.to(server, "/ws?room=both")) {
      ann.frame(FIN | RSV1 | TEXT, deflate(text.getBytes(UTF_8)));
      ann.frame(FIN | TEXT, text.getBytes(UTF_8));
      assertThat(cyd.nextText()).isEqualTo(text);
      assertThat(cyd.nextText()).isEqualTo(text);
      cyd.send(bytes);
      assertThat(cyd.next()).isEqualTo(Client.Binary.of(bytes));
      for (RawSocket socket : List.of(ann, bob)) {
        for (int i = 0; i < 2; i++) {
          Frame frame = socket.next();
          assertThat(frame.first()).isEqualTo(FIN | RSV1 | TEXT);
          assertThat(frame.payload().length).isLessThan(text.length() / 10);
          assertThat(inflate(frame.payload())).isEqualTo(text.getBytes(UTF_8));
        }
        Frame frame = socket.next();
        assertThat(frame.first()).isEqualTo(FIN | RSV1 | BINARY);
        assertThat(inflate(frame.payload())).isEqualTo(bytes);
      }
    }
  }

  @Test
  void whatIsSmallOrRandomIsLeftAsItIs() throws Exception {
    byte[] random = new byte[LARGEST];
    new Random(1).nextBytes(random);
    try (RawSocket ann = compressed("/ws?room=small")) {
      ann.text("short");
      Frame text = ann.next();
      assertThat(text.first()).isEqualTo(FIN | TEXT);
      assertThat(text.text()).isEqualTo("short");
      ann.frame(FIN | BINARY, random);
      Frame binary = ann.next();
      assertThat((binary.first() & RSV1) == 0 ? binary.payload() : inflate(binary.payload()))
          .isEqualTo(random);
      ann.frame(FIN | TEXT, new byte[0]);
      assertThat(ann.next().payload()).isEmpty();
    }
  }

  @Test
  void fragmentsAndTheLargestMessagePass() throws Exception {
    byte[] largest = "x".repeat(LARGEST).getBytes(UTF_8);
    byte[] deflated = deflate(largest);
    int half = deflated.length / 2;
    try (RawSocket ann = compressed("/ws?room=largest")) {
      ann.frame(RSV1 | TEXT, Arrays.copyOf(deflated, half));
      ann.frame(FIN | CONTINUATION, Arrays.copyOfRange(deflated, half, deflated.length));
      assertThat(inflate(ann.next().payload())).isEqualTo(largest);
      ann.frame(FIN | RSV1 | TEXT, deflated);
      assertThat(inflate(ann.next().payload())).isEqualTo(largest);
    }
  }

  static Stream<Arguments> violations() {
    byte[] hello = deflate("hello".getBytes(UTF_8));
    byte[] broken = hello.clone();
    Arrays.fill(broken, (byte) 0xFF);
    return Stream.of(
        arguments("RSV1, not negotiated", "X-None: 1", 1002, FIN | RSV1 | TEXT, hello),
        arguments("RSV2, negotiated", OFFER, 1002, FIN | RSV2 | TEXT, hello),
        arguments("RSV1 of a ping", OFFER, 1002, FIN | RSV1 | RawSocket.PING, hello),
        arguments("no deflate stream", OFFER, 1007, FIN | RSV1 | TEXT, broken),
        arguments(
            "not UTF-8", OFFER, 1007, FIN | RSV1 | TEXT, deflate(new byte[] {(byte) 0xC3, 0x28})),
        arguments(
            "a byte too many", OFFER, 1009, FIN | RSV1 | TEXT, deflate(new byte[LARGEST + 1])));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("violations")
  void endsTheConnectionWithTheRightCode(
      String what, String header, int code, int first, byte[] payload) throws IOException {
    try (RawSocket socket = RawSocket.open(server, "/ws?room=bad", header)) {
      socket.frame(first, payload);
      assertThat(socket.closeCode()).as(what).isEqualTo(code);
      socket.awaitEnd();
    }
  }

  @Test
  void aFragmentThatClaimsToBeCompressedAgainEndsTheConnection() throws IOException {
    byte[] hello = deflate("hello".getBytes(UTF_8));
    try (RawSocket socket = compressed("/ws?room=bad")) {
      // At once: a close frame must get out although more is being read.
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(RawSocket.framed(RSV1 | TEXT, hello));
      both.writeBytes(RawSocket.framed(FIN | RSV1 | CONTINUATION, hello));
      socket.send(both.toByteArray());
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void bombsDoNotGoOff() throws Exception {
    byte[] bomb = deflate(new byte[BOMB]);
    assertThat(bomb.length).isLessThan(LARGEST);
    explode(bomb, 20); // what a server needs once
    long before = residentKb();
    explode(bomb, 40);
    assertThat(residentKb() - before).as("kB more in memory").isLessThan(10 * 1024);
  }

  private void explode(byte[] bomb, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (RawSocket socket = compressed("/ws?room=bombs")) {
        socket.frame(FIN | RSV1 | TEXT, bomb);
        assertThat(socket.closeCode()).isEqualTo(1009);
      }
    }
  }

  private long residentKb() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private RawSocket compressed(String path) throws IOException {
    return RawSocket.open(server, path, OFFER);
  }

  /** As RFC 7692 section 7.2.1 has it. */
  private static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(message);
    byte[] out = new byte[message.length + 64];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  /** Each message by itself: nothing of one may be needed for another. */
  private static byte[] inflate(byte[] payload) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    byte[] input = Arrays.copyOf(payload, payload.length + 4);
    input[payload.length + 2] = (byte) 0xFF;
    input[payload.length + 3] = (byte) 0xFF;
    inflater.setInput(input);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    for (int n = inflater.inflate(some); n > 0; n = inflater.inflate(some)) {
      message.write(some, 0, n);
    }
    inflater.end();
    return message.toByteArray();
  }
}
