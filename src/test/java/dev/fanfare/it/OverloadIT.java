package dev.fanfare.it;

import static dev.fanfare.it.RawSocket.BINARY;
import static dev.fanfare.it.RawSocket.FIN;
import static dev.fanfare.it.RawSocket.PING;
import static dev.fanfare.it.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that take and do not give, or give and do not take, are ended; in little memory, and
 * without harm to others.
 */
class OverloadIT extends BesideNeighbour {
  private static final int FLOOD = 20 * 1024 * 1024;

  /** The section {@code http} of the server's configuration. */
  JsonObject http() {
    return new JsonObject().put("instances", 2);
  }

  @Override
  Start configured() {
    return Start.jar()
        // Less than any of the floods below.
        .jvm("-Xmx64m", "-XX:MaxDirectMemorySize=24m")
        .conf(
            new JsonObject(
                    """
                        {"limits": {"rate": 0, "post-rate": 0, "handshakes-per-address": 0,
                                    "pings": 0, "outbound-bytes": "256KiB",
                                    "request-time": "1s"}}
                        """)
                .put("http", http()));
  }

  @AfterAll
  void complainsOfNothing() {
    server.assertQuiet();
  }

  @Test
  void whoFloodsWithPingsAndDoesNotReadIsCutOff() throws Exception {
    try (RawSocket flooder = RawSocket.openNarrow(server, "/ws?room=pings")) {
      byte[] some = repeated(RawSocket.framed(FIN | PING, new byte[100]), 64 * 1024);
      assertThat(flood(flooder, some)).as("bytes before it was cut").isLessThan(FLOOD);
    }
  }

  @Test
  void whoFloodsWithPingsDuringAGoodByeIsCutOff() throws Exception {
    try (RawSocket flooder = RawSocket.openNarrow(server, "/ws?room=pings&format=json")) {
      flooder.frame(FIN | BINARY, new byte[1]);
      byte[] some = repeated(RawSocket.framed(FIN | PING, new byte[100]), 64 * 1024);
      assertThat(flood(flooder, some)).as("bytes before it was cut").isLessThan(FLOOD);
    }
  }

  @Test
  void whoAsksAndDoesNotReadHasToWait() throws Exception {
    String path = "/rooms/asked/messages";
    String text = "x".repeat(15_000);
    server.http().post(path, text);
    byte[] some = repeated(request("GET " + path + "?limit=1"), 64 * 1024);
    try (RawSocket asker = RawSocket.narrow(server)) {
      CompletableFuture<Integer> flood = started(asker, some);
      for (int i = 0; i < 200; i++) {
        assertThat(server.http().get(path).body()).contains(text);
      }
      for (int i = 0; i < 50; i++) {
        assertThat(asker.answer().body()).contains(text);
      }
      asker.reset();
      assertThat(finished(flood)).as("bytes that it could send").isLessThan(FLOOD);
    }
  }

  private byte[] request(String line) {
    String head = line + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whoTalksAndDoesNotListenIsSentAway() throws Exception {
    try (RawSocket talker = RawSocket.openNarrow(server, "/ws?room=talker")) {
      byte[] message =
          RawSocket.framed(FIN | TEXT, "x".repeat(60 * 1024).getBytes(StandardCharsets.US_ASCII));
      flood(talker, message);
      // Now that it listens it may hear why.
      assertThat(talker.closeCode()).isIn(4001, 1006);
    }
  }

  @Test
  void whoStopsReadingIsSentAwayWhileTheOthersGoOn() throws Exception {
    int messages = 200;
    try (Watcher watcher = new Watcher("frozen");
        RawSocket frozen = RawSocket.openNarrow(server, "/ws?room=frozen&name=Frozen");
        Client speaker = Client.to(server, "/ws?room=frozen&name=Speaker&echo=false");
        Client listener = Client.to(server, "/ws?room=frozen&name=Listener")) {
      watcher.awaitPresence("joined", "Frozen");
      String text = "x".repeat(60 * 1024);
      for (int i = 0; i < messages; i++) {
        speaker.send(i + text);
        assertThat(listener.nextText()).startsWith(i + "x");
        watcher.awaitMessage();
      }
      watcher.awaitPresence("left", "Frozen");
      speaker.send("fence");
      assertThat(listener.nextText()).isEqualTo("fence");
      // It could have known, had it read.
      assertThat(frozen.closeCode()).isIn(4001, 1006);
    }
  }

  @Test
  void aHeadThatNeverEndsIsGivenUp() throws Exception {
    try (RawSocket head = RawSocket.to(server)) {
      head.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
      try (Drip drip = new Drip(head, "X: y\r\n")) {
        assertThat(head.rest()).matches("(?s)|HTTP/1.. 408 .*");
      }
    }
  }

  @Test
  void aBodyThatNeverEndsIsGivenUp() throws Exception {
    try (RawSocket body = RawSocket.to(server)) {
      body.request(
          "POST /rooms/slow/messages HTTP/1.1",
          "Content-Type: text/plain",
          "Content-Length: 1000",
          "Connection: close");
      try (Drip drip = new Drip(body, "z")) {
        assertThat(body.rest()).matches("(?s)|HTTP/1.. 408 .*");
      }
    }
  }

  /** Sends a little, again and again, until it is closed or cannot any more. */
  private static final class Drip implements AutoCloseable {
    private final RawSocket socket;
    private final byte[] drop;
    private volatile boolean closed;

    Drip(RawSocket socket, String drop) {
      this.socket = socket;
      this.drop = drop.getBytes(StandardCharsets.US_ASCII);
      fall();
    }

    private void fall() {
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                try {
                  if (!closed) {
                    socket.send(drop);
                    fall();
                  }
                } catch (IOException ended) {
                  // as it should
                }
              });
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A member who sees others come and go. */
  private final class Watcher implements AutoCloseable {
    private final Client client;
    private final Set<String> seen = new HashSet<>();

    Watcher(String room) {
      client = Client.speaking("fanfare.v1.json", server, "/ws?name=Watcher&room=" + room);
      client.nextJson("joined");
    }

    /** Reads on to the next message. */
    void awaitMessage() {
      while (!next().equals("message")) {
        // Who came and went is noted.
      }
    }

    /** Waits until somebody of that name has {@code joined} or {@code left}. */
    void awaitPresence(String change, String name) {
      while (!seen.contains(name + " " + change)) {
        next();
      }
    }

    private String next() {
      JsonObject frame = new JsonObject(client.nextText());
      for (String change : List.of("joined", "left")) {
        if (frame.getValue(change) instanceof JsonArray users) {
          users.forEach(user -> seen.add(((JsonObject) user).getString("name") + " " + change));
        }
      }
      return frame.getString("type");
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static byte[] repeated(byte[] frame, int atLeast) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(atLeast + frame.length);
    while (all.size() < atLeast) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  /** Sends as much as the other side takes, {@link #FLOOD} at most; returns how much. */
  private int flood(RawSocket socket, byte[] some) throws Exception {
    return finished(started(socket, some));
  }

  private static CompletableFuture<Integer> started(RawSocket socket, byte[] some) {
    return CompletableFuture.supplyAsync(
        () -> {
          int sent = 0;
          try {
            while (sent < FLOOD) {
              socket.send(some);
              sent += some.length;
            }
          } catch (IOException cut) {
            // as it should
          }
          return sent;
        });
  }

  private int finished(CompletableFuture<Integer> flood)
      throws InterruptedException, ExecutionException {
    try {
      return flood.get(FanfareJar.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw server.failure("The server neither takes the flood nor cuts it off");
    }
  }
}
