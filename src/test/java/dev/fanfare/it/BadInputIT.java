package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.it.Client.Binary;
import dev.fanfare.it.RawSocket.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong get a sentence, and nobody else notices. */
class BadInputIT extends BesideNeighbour {
  private static final int LIMIT = 65_536;

  @Override
  Start configured() {
    return Start.jar()
        .conf(
            "{\"limits\":{\"rate\":0,\"post-rate\":0,\"handshakes-per-address\":0},"
                + "\"http\":{\"instances\":2}}");
  }

  @Test
  void aPlainRequestForTheSocketIsToldWhatItIs() {
    HttpResponse<String> answer = server.http().get("/ws");
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.headers().firstValue("Upgrade")).contains("websocket");
    JsonObject problem = Http.problem(answer);
    assertThat(problem.getInteger("status")).isEqualTo(426);
    assertThat(problem.getString("code")).isEqualTo("upgrade_required");
    assertThat(problem.getString("detail")).endsWith(".").contains("WebSocket");
    assertThat(problem.getString("title")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing/here", "/ws/more", "/index.htm", "/WS"})
  void anUnknownPathIsNotFound(String path) {
    HttpResponse<String> answer = server.http().get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Http.problem(answer).getString("code")).isEqualTo("not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws?room=",
        "/ws?room=a%20b",
        "/ws?room=%00",
        "/ws?room=a%2Fb",
        "/ws?room=%40",
        "/ws?room=a%E2%80%AEb",
        "/ws?room=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "/ws?room=%FF%FE",
        "/ws?room=%zz",
        "/ws?format=xml",
        "/ws?format=",
        "/ws?since=yesterday",
        "/ws?history=-1",
        "/ws?echo=perhaps",
        "/ws?name=%0A",
        "/ws?name=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "/ws?guest=short",
        "/rooms/a%20b/messages"
      })
  void aHandshakeThatAsksForNonsenseIsRefused(String path) throws IOException {
    try (RawSocket socket = RawSocket.to(server).handshake(path)) {
      assertRefused(socket.answer(), 400, "bad_request");
    }
  }

  @Test
  void unknownSubprotocolsAreRefused() throws IOException {
    try (RawSocket socket =
        RawSocket.to(server).handshake("/ws", "Sec-WebSocket-Protocol: soap, mqtt")) {
      assertRefused(socket.answer(), 400, "bad_request");
    }
    try (RawSocket socket =
        RawSocket.to(server).handshake("/ws", "Sec-WebSocket-Protocol: soap, fanfare.raw")) {
      Answer answer = socket.answer();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.headers()).containsEntry("sec-websocket-protocol", "fanfare.raw");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, 403",
    "null, 403",
    "http://localhost:1, 403",
    "http://localhost.evil.example, 403",
    "file://, 403",
    "http://SAME, 201",
    "https://SAME, 201"
  })
  void onlyPagesOfThisServerMayConnectAndPost(String pattern, int expected) throws IOException {
    String origin = "Origin: " + pattern.replace("SAME", "localhost:" + server.port());
    try (RawSocket socket = RawSocket.to(server).handshake("/ws?room=origin", origin)) {
      if (expected == 403) {
        assertRefused(socket.answer(), 403, "forbidden");
      } else {
        assertThat(socket.answer().status()).isEqualTo(101);
      }
    }
    try (RawSocket socket = RawSocket.to(server)) {
      socket
          .request(
              "POST /rooms/origin/messages HTTP/1.1",
              origin,
              "Content-Type: text/plain",
              "Content-Length: 2")
          .send("hi");
      if (expected == 403) {
        assertRefused(socket.answer(), 403, "forbidden");
      } else {
        assertThat(socket.answer().status()).isEqualTo(201);
      }
    }
  }

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("detail")).endsWith(".").doesNotContain("Exception");
  }

  @Test
  void aHandshakeWithoutAKeyIsRefused() throws IOException {
    try (RawSocket socket =
        RawSocket.to(server)
            .request(
                "GET /ws HTTP/1.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13")) {
      assertRefused(socket.answer(), 400, "bad_request");
    }
  }

  @Test
  void anOldVersionOfWebSocketIsRefusedWithTheRightOne() throws IOException {
    try (RawSocket socket =
        RawSocket.to(server)
            .request(
                "GET /ws HTTP/1.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 8")) {
      Answer answer = socket.answer();
      assertThat(answer.status()).as(answer.toString()).isEqualTo(426);
      assertThat(answer.headers()).containsEntry("sec-websocket-version", "13");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "GET\r\n\r\n",
        "GET /ws HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0000\u0000\u0000\u0000\r\n\r\n"
      })
  void garbageIsAnsweredWithAnErrorOrNothing(String garbage) throws IOException {
    try (RawSocket socket = RawSocket.to(server).send(garbage)) {
      socket.end();
      assertThat(socket.rest())
          .doesNotContain("Exception", "\tat ")
          .matches("(?s)|HTTP/[0-9.]+ [45].*");
    }
  }

  @Test
  void aHeadWithoutAnEndIsCut() throws IOException {
    try (RawSocket socket = RawSocket.to(server)) {
      socket.request("GET / HTTP/1.1", "X: " + "x".repeat(100_000));
      assertThat(socket.answer().status()).isIn(400, 413, 431);
    }
  }

  @Test
  void nobodyIsTalkedIntoHttp2() throws IOException {
    try (RawSocket socket =
        RawSocket.to(server)
            .request(
                "GET /health/live HTTP/1.1",
                "Upgrade: h2c",
                "Connection: Upgrade, HTTP2-Settings",
                "HTTP2-Settings: AAMAAABkAAQAAP__")) {
      assertThat(socket.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aMessageOfExactlyTheLimitPassesAndOneByteMoreDoesNot() throws IOException {
    try (Client ann = Client.to(server, "/ws?room=limit");
        Client bob = Client.to(server, "/ws?room=limit");
        RawSocket pieces = RawSocket.open(server, "/ws?room=limit")) {
      ann.send(new byte[LIMIT]);
      assertThat(bob.next()).isEqualTo(Binary.of(new byte[LIMIT]));
      ann.send("x".repeat(LIMIT));
      assertThat(bob.nextText()).hasSize(LIMIT);
      ann.next();
      ann.next();

      // Java's own client takes the close frame in the middle of its sending for a failure to send.
      try (RawSocket large = RawSocket.open(server, "/ws?room=limit")) {
        large.frame(RawSocket.FIN | RawSocket.BINARY, new byte[LIMIT + 1]);
        assertThat(large.closeCode()).isEqualTo(1009);
      }

      pieces.frame(RawSocket.TEXT, new byte[LIMIT - 10]);
      pieces.frame(RawSocket.FIN | RawSocket.CONTINUATION, new byte[11]);
      assertThat(pieces.closeCode()).isEqualTo(1009);

      bob.send("fence");
      assertThat(bob.nextText()).isEqualTo("fence");
    }
  }

  @Test
  void aPostOfExactlyTheLimitPassesAndOneByteMoreDoesNot() throws IOException {
    assertThat(server.http().post("/rooms/limit/messages", new byte[LIMIT]).statusCode())
        .isEqualTo(201);
    HttpResponse<String> refused = server.http().post("/rooms/limit/messages", new byte[LIMIT + 1]);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(Http.problem(refused).getString("code")).isEqualTo("too_large");
    try (RawSocket chunks = RawSocket.to(server)) {
      chunks.request(
          "POST /rooms/limit/messages HTTP/1.1",
          "Content-Type: text/plain",
          "Transfer-Encoding: chunked");
      for (int i = 0; i < 5; i++) {
        chunks.send("4000\r\n" + "x".repeat(0x4000) + "\r\n");
      }
      assertThat(chunks.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void whoAnnouncesTooMuchIsToldSoBeforeItIsSent() throws IOException {
    try (RawSocket socket = RawSocket.to(server)) {
      socket.request(
          "POST /rooms/limit/messages HTTP/1.1",
          "Content-Type: text/plain",
          "Content-Length: 1000000000",
          "Expect: 100-continue");
      Answer answer = socket.answer();
      if (answer.status() == 100) {
        answer = socket.answer();
      }
      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void aBrokenCommandIsAnsweredAndTheConnectionLivesOn() {
    try (Client json = Client.speaking("fanfare.v1.json", server, "/ws?name=Ann")) {
      json.nextJson("welcome");
      for (String broken :
          new String[] {
            "",
            "nonsense",
            "[]",
            "{}",
            "{\"type\":\"dance\"}",
            "{\"type\":\"join\"}",
            "{\"type\":\"join\",\"room\":7}",
            "{\"type\":\"join\",\"room\":\"a b\"}",
            "{\"type\":\"publish\",\"room\":\"lobby\"}",
            "{\"type\":\"publish\",\"room\":\"lobby\",\"body\":1} trailing",
            "[".repeat(20_000)
          }) {
        json.send(broken);
        assertThat(json.nextJson("error").getString("code")).as(broken).isEqualTo("bad_request");
      }
      json.send("{\"type\":\"ping\"}");
      json.nextJson("pong");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/x/../../secret.txt",
        "/....//secret.txt",
        "/%252e%252e/secret.txt",
        "//secret.txt",
        "/.hidden",
        "/%2ehidden"
      })
  void filesOutsideOfThePageStayThere(String path) throws IOException {
    try (RawSocket socket = RawSocket.to(folder).request("GET " + path + " HTTP/1.1")) {
      Answer answer = socket.answer();
      assertThat(answer.status()).as(answer.toString()).isIn(400, 403, 404);
      assertThat(answer.body()).doesNotContain("secret");
    }
    folder.assertQuiet();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../dev/fanfare/Main.class",
        "/..%2fconf/fanfare.json",
        "/META-INF/MANIFEST.MF",
        "/dev/fanfare/Main.class",
        "/../../../../../../../../etc/passwd",
        "/webroot/index.html",
        "/%2fetc/passwd"
      })
  void filesOfTheJarStayThere(String path) throws IOException {
    try (RawSocket socket = RawSocket.to(server).request("GET " + path + " HTTP/1.1")) {
      Answer answer = socket.answer();
      assertThat(answer.status()).as(answer.toString()).isIn(400, 403, 404);
    }
  }

  private static FanfareJar folder;

  @BeforeAll
  static void startOnAFolder(@TempDir Path directory) throws IOException {
    Path webroot = Files.createDirectories(directory.resolve("webroot"));
    Files.writeString(webroot.resolve("index.html"), "<title>Mine</title>");
    Files.writeString(webroot.resolve(".hidden"), "secret");
    Files.writeString(directory.resolve("secret.txt"), "secret");
    folder = Start.jar().in(directory).ready();
  }

  @AfterAll
  static void stopTheOther() {
    folder.close();
  }

  @Test
  void aFolderBesideTheJarTakesThePlaceOfThePage() {
    assertThat(folder.http().get("/").body()).isEqualTo("<title>Mine</title>");
  }
}
