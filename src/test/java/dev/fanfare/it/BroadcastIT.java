package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.it.Client.Binary;
import dev.fanfare.it.Client.Received;
import dev.fanfare.it.Client.Text;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What goes in comes out at everybody of the room, unchanged and in one order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BroadcastIT {
  private FanfareJar server;

  /** The section {@code http} of the server's configuration. */
  JsonObject http() {
    return new JsonObject().put("instances", 3);
  }

  @BeforeAll
  void start() {
    server =
        Start.jar()
            .conf(
                new JsonObject(
                        "{\"limits\":{\"rate\":0,\"post-rate\":0,\"handshakes-per-address\":0}}")
                    .put("http", http()))
            .ready();
  }

  @AfterEach
  void nothingWentWrong() {
    server.assertQuiet();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void framesReachEverybodyUnchangedTheSenderToo() {
    List<Received> sent =
        List.of(
            new Text("hello"),
            new Text(""),
            new Text("  {\"not\": parsed,\r\n\t\u0000 ü 你好 👋🏽 \u202e "),
            Binary.of(new byte[0]),
            Binary.of(new byte[] {0, -1, -128, 127, 10, 13}),
            new Text("x".repeat(125)),
            new Text("x".repeat(126)),
            Binary.of(new byte[65_535]),
            new Text("é".repeat(32_768)));
    try (Client ann = Client.to(server, "/ws?room=unchanged");
        Client bob = Client.to(server, "/ws?room=unchanged");
        Client cyd = Client.speaking("fanfare.raw", server, "/ws?room=unchanged")) {
      assertThat(cyd.subprotocol()).isEqualTo("fanfare.raw");
      for (Received each : sent) {
        if (each instanceof Text text) {
          ann.send(text.text());
        } else if (each instanceof Binary binary) {
          ann.send(binary.bytes().array());
        }
      }
      for (Client client : List.of(ann, bob, cyd)) {
        for (Received each : sent) {
          assertThat(client.next()).isEqualTo(each);
        }
      }
    }
  }

  @Test
  void whoWantsNoEchoHearsOnlyTheOthers() {
    try (Client ann = Client.to(server, "/ws?room=echo&echo=false");
        Client bob = Client.to(server, "/ws?room=echo")) {
      ann.send("from ann");
      assertThat(bob.nextText()).isEqualTo("from ann");
      bob.send("from bob");
      assertThat(ann.nextText()).isEqualTo("from bob");
      assertThat(bob.nextText()).isEqualTo("from bob");
    }
  }

  @Test
  void roomsAreApart() {
    try (Client lobby = Client.to(server, "/ws");
        Client named = Client.to(server, "/ws?room=lobby");
        Client news = Client.to(server, "/ws?room=%E6%96%B0%E9%97%BB");
        Client byPath = Client.to(server, "/rooms/%E6%96%B0%E9%97%BB/messages")) {
      news.send("for the news");
      assertThat(news.nextText()).isEqualTo("for the news");
      assertThat(byPath.nextText()).isEqualTo("for the news");
      lobby.send("for the lobby");
      assertThat(lobby.nextText()).isEqualTo("for the lobby");
      assertThat(named.nextText()).isEqualTo("for the lobby");
      news.send("fence");
      assertThat(news.nextText()).isEqualTo("fence");
    }
  }

  @Test
  void everybodySeesTheSameOrderWhilePeopleTalkAtOnce() {
    int speakers = 4;
    int each = 150;
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 9; i++) {
        clients.add(Client.to(server, "/ws?room=order"));
      }
      List<CompletableFuture<Void>> talks = new ArrayList<>();
      for (int i = 0; i < speakers; i++) {
        int speaker = i;
        talks.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int n = 0; n < each; n++) {
                    clients.get(speaker).send(speaker + " " + n);
                  }
                }));
      }
      CompletableFuture.allOf(talks.toArray(CompletableFuture[]::new)).join();
      List<String> first = take(clients.get(0), speakers * each);
      for (int i = 0; i < speakers; i++) {
        String own = i + " ";
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < each; n++) {
          expected.add(own + n);
        }
        assertThat(first.stream().filter(text -> text.startsWith(own))).isEqualTo(expected);
      }
      for (Client client : clients.subList(1, clients.size())) {
        assertThat(take(client, speakers * each)).isEqualTo(first);
      }
    } finally {
      clients.forEach(Client::close);
    }
  }

  private static List<String> take(Client client, int count) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      texts.add(client.nextText());
    }
    return texts;
  }

  @Test
  void formatsShareARoom() {
    try (Client raw = Client.to(server, "/ws?room=formats");
        Client json = Client.speaking("fanfare.v1.json", server, "/ws?room=formats&name=Jay");
        Client chat = Client.to(server, "/ws?room=formats&format=chat&name=Cat")) {
      assertThat(json.subprotocol()).isEqualTo("fanfare.v1.json");
      json.nextJson("joined");
      json.send("{\"type\":\"publish\",\"ref\":\"1\",\"room\":\"formats\",\"body\":\"as text\"}");
      assertThat(raw.nextText()).isEqualTo("as text");
      assertThat(chat.nextJson("user").getString("message")).isEqualTo("as text");
      json.send(
          "{\"type\":\"publish\",\"ref\":\"2\",\"room\":\"formats\",\"body\":{\"n\": [1, 2.50]}}");
      assertThat(raw.nextText()).isEqualTo("{\"n\":[1,2.50]}");
      raw.send("{not json");
      JsonObject message = json.nextJson("message");
      while (!"{not json".equals(message.getValue("body"))) {
        message = json.nextJson("message");
      }
      assertThat(message.getString("room")).isEqualTo("formats");
      assertThat(raw.nextText()).isEqualTo("{not json");
    }
  }

  @Test
  void postsReachTheSockets() {
    try (Client ann = Client.to(server, "/ws?room=posts")) {
      HttpResponse<String> text = server.http().post("/rooms/posts/messages", "größe 👍");
      assertThat(text.statusCode()).isEqualTo(201);
      JsonObject answer = new JsonObject(text.body());
      assertThat(answer.getString("room")).isEqualTo("posts");
      assertThat(answer.getString("position")).matches("[^-]+-1");
      assertThat(text.headers().firstValue("Location"))
          .contains("/rooms/posts/messages/" + answer.getString("position"));
      assertThat(ann.nextText()).isEqualTo("größe 👍");

      HttpResponse<String> bytes = server.http().post("/rooms/posts/messages", new byte[] {0, -1});
      assertThat(bytes.statusCode()).isEqualTo(201);
      assertThat(new JsonObject(bytes.body()).getString("position")).endsWith("-2");
      assertThat(ann.next()).isEqualTo(Binary.of(new byte[] {0, -1}));
    }
  }

  @Test
  void curlReachesTheSockets() throws Exception {
    Program curl = Program.called("curl", "-d");
    try (Client ann = Client.to(server, "/ws?room=curl")) {
      String answer =
          curl.run(
              "-sS",
              "-w",
              " %{http_code}",
              "-d",
              "backup done: 100% & no=errors",
              server.address().resolve("/rooms/curl/messages").toString());
      assertThat(answer).endsWith(" 201");
      assertThat(new JsonObject(answer.substring(0, answer.length() - 4)).getString("position"))
          .endsWith("-1");
      assertThat(ann.nextText()).isEqualTo("backup done: 100% & no=errors");
      curl.run(
          "-sS",
          "-F",
          "content=from a form",
          server.address().resolve("/rooms/curl/messages").toString());
      assertThat(ann.nextText()).isEqualTo("from a form");
    }
  }

  @Test
  void speaksWithVertxOwnClient() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Client ann = Client.to(server, "/ws?room=vertx")) {
      WebSocketClient client = vertx.createWebSocketClient();
      WebSocket socket =
          client
              .connect(
                  new WebSocketConnectOptions()
                      .setHost("localhost")
                      .setPort(server.port())
                      .setURI("/ws?room=vertx"))
              .toCompletionStage()
              .toCompletableFuture()
              .get(FanfareJar.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      BlockingQueue<Object> received = new LinkedBlockingQueue<>();
      socket.textMessageHandler(received::add);
      socket.binaryMessageHandler(received::add);
      socket.writeTextMessage("text of Vert.x");
      socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3}));
      assertThat(ann.nextText()).isEqualTo("text of Vert.x");
      assertThat(ann.next()).isEqualTo(Binary.of(new byte[] {1, 2, 3}));
      assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("text of Vert.x");
      assertThat(received.poll(30, TimeUnit.SECONDS))
          .isEqualTo(Buffer.buffer(new byte[] {1, 2, 3}));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }
}
