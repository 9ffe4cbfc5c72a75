package dev.fanfare.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every transport promises to who follows a room, as short as it can be said: for the many
 * ways to serve it. GET is the measure: what it tells of a room is what a subscriber must have
 * seen, object for object.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransportCore {
  static final String ANN = "the-secret-key-of-ann";
  static final int KEPT = 5;

  Server server;
  Api api;

  /** A subscriber of the transport. */
  abstract Subscriber subscriber(Api as);

  /** Whether a client knows where it stands as soon as it knows of a gap. */
  abstract boolean tellsWhereTheGapEndsAtOnce();

  /** What is special in the section {@code http} of the server's configuration. */
  JsonObject http() {
    return new JsonObject();
  }

  /** The server as nobody in particular sees it. */
  final Api api() {
    return api;
  }

  // Who is slow here is to stay: nobody is sent away for it.
  @BeforeAll
  final void start() {
    JsonArray rooms =
        new JsonArray()
            .add(rule("short-*", new JsonObject().put("messages", KEPT)))
            .add(rule("large-*", new JsonObject().put("room-bytes", "48MiB")));
    server =
        Server.start(
            new JsonObject()
                .put("http", http())
                .put("rooms", rooms)
                .put("limits", new JsonObject().put("outbound-bytes", "64MiB")));
    api = new Api(server, "");
  }

  private static JsonObject rule(String match, JsonObject history) {
    return new JsonObject().put("match", match).put("history", history);
  }

  @AfterEach
  final void nothingWentWrong() {
    server.assertQuiet();
  }

  @AfterAll
  final void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void rawMessagesReachEverybodyUnchangedInOneOrder() {
    byte[] bytes = new byte[65_535];
    Arrays.fill(bytes, (byte) -1);
    List<Object> sent =
        List.of(
            "hello",
            "",
            ByteBuffer.wrap(new byte[0]),
            "x".repeat(125),
            "x".repeat(126),
            ByteBuffer.wrap(bytes),
            "é".repeat(32_768),
            "bye");
    try (RawClient ann = new RawClient(api, "room=raw");
        RawClient bob = new RawClient(api, "room=raw")) {
      sent.forEach(ann::send);
      for (RawClient client : List.of(ann, bob)) {
        for (Object message : sent) {
          assertThat(client.next()).isEqualTo(message);
        }
      }
    }
  }

  @Test
  void liveFromNowGetsExactlyWhatComesAfterOpening() {
    post("live", "before", 3);
    try (Subscriber bob = opened("live", "")) {
      post("live", "after", 10);
      assertThat(next(bob, 10)).isEqualTo(last("live", 10));
      assertThat(bob.lastPosition()).isEqualTo(api.position("live"));
      assertNothingWaits(bob, "live");
    }
  }

  @Test
  void sinceAPositionGetsExactlyWhatFollowsThenLive() {
    post("since", "old", 40);
    String position = api.kept("since").get(11).getString("position");
    try (Subscriber bob = opened("since", position)) {
      assertThat(next(bob, 28)).isEqualTo(last("since", 28));
      assertNothingWaits(bob, "since");
    }
  }

  @Test
  void anUnknownEpochIsOneGapAndThenWholeFromTheOldestKept() {
    post("epoch", "m", 12);
    assertGapThenAllThatIsKept("epoch", "unknownepoch0-5", 12);
  }

  @Test
  void everyBodyLooksAsItDoesInGet() {
    String json = "application/json";
    byte[] bytes = {0, 1, -1, -128, 127, '\n'};
    try (Subscriber bob = opened("bodies", "")) {
      api.post("bodies", Api.TEXT, utf8("line\r\n\ndata: x\u2028\u0000 ü 👋🏽"));
      api.post("bodies", Api.TEXT, utf8("{\"text\":true}"));
      api.post("bodies", json, utf8("{\"b\": [1, -0.5, 1e3, null], \"a\": {\"x\": \"é\\n\"}}"));
      api.post("bodies", json, utf8("\"a JSON string\""));
      api.post("bodies", json, utf8("null"));
      api.post("bodies", "application/octet-stream", bytes);
      List<JsonObject> seen = next(bob, 6);
      assertThat(seen).isEqualTo(api.kept("bodies"));
      assertThat(seen)
          .allSatisfy(
              message -> {
                assertThat(message.getString("type")).isEqualTo("message");
                assertThat(message.getString("room")).isEqualTo("bodies");
                assertThat(message.getString("position")).matches("[a-z0-9]+-[0-9]+");
                assertThat(message.getLong("time")).isPositive();
                assertThat(message.getJsonObject("from").fieldNames())
                    .containsExactlyInAnyOrder("id", "name");
              });
      assertThat(body(seen.get(0))).isEqualTo("line\r\n\ndata: x\u2028\u0000 ü 👋🏽");
      assertThat(body(seen.get(1))).isEqualTo("{\"text\":true}");
      assertThat(seen.get(2).getJsonObject("body").getJsonArray("b").size()).isEqualTo(4);
      assertThat(body(seen.get(3))).isEqualTo("a JSON string");
      assertThat(seen.get(4).containsKey("body")).isTrue();
      assertThat(body(seen.get(4))).isNull();
      assertThat(seen.get(5).getString("encoding")).isEqualTo("base64");
      assertThat(Base64.getDecoder().decode(seen.get(5).getString("body"))).isEqualTo(bytes);
      assertThat(seen.subList(0, 5)).noneMatch(message -> message.containsKey("encoding"));
      assertNothingWaits(bob, "bodies");
    }
  }

  @Test
  void whatASocketPublishesLooksTheSame() {
    Api ann = new Api(server, ANN);
    String id = ann.userId();
    try (Subscriber bob = opened("from-socket", "");
        Socket socket = new Socket(ann, "name=Ann")) {
      JsonObject publish = new JsonObject().put("type", "publish").put("room", "from-socket");
      socket.send(publish.copy().put("body", "text"));
      socket.send(publish.copy().put("body", new JsonObject().put("n", 1)));
      socket.send(publish.copy().put("body", "AAEC").put("encoding", "base64"));
      List<JsonObject> seen = next(bob, 3);
      assertThat(seen).isEqualTo(api.kept("from-socket"));
      assertThat(seen)
          .allSatisfy(
              message ->
                  assertThat(message.getJsonObject("from"))
                      .isEqualTo(new JsonObject().put("id", id).put("name", "Ann")));
      assertThat(seen.get(2).getString("encoding")).isEqualTo("base64");
    }
  }

  @Test
  void whoReadsSlowlyCatchesUpWhole() {
    int count = 200;
    try (Subscriber bob = opened("large-slow", "")) {
      postMuch("large-slow", count);
      List<JsonObject> seen = next(bob, count);
      assertThat(positions(seen)).isEqualTo(positions(api.kept("large-slow"))).hasSize(count);
      assertNothingWaits(bob, "large-slow");
    }
  }

  final void assertGapThenAllThatIsKept(String room, String since, int kept) {
    try (Subscriber bob = opened(room, since)) {
      assertThat(bob.next().getString("type")).isEqualTo("gap");
      String gap = bob.lastPosition();
      assertThat(next(bob, kept)).isEqualTo(api.kept(room)).hasSize(kept);
      if (tellsWhereTheGapEndsAtOnce()) {
        bob.close();
        bob.open(room, gap);
        assertThat(next(bob, kept)).as("after the gap").isEqualTo(api.kept(room));
      }
      assertNothingWaits(bob, room);
    }
  }

  /** More than what kernels and clients buffer, in order. */
  final void postMuch(String room, int count) {
    byte[] body = new byte[60_000];
    Arrays.fill(body, (byte) 'x');
    for (int i = 0; i < count; i++) {
      Api.stored(api.post(room, Api.TEXT, body));
    }
  }

  final void post(String room, String text, int count) {
    for (int i = 0; i < count; i++) {
      api.post(room, text + " " + i);
    }
  }

  final Subscriber opened(String room, String since) {
    Subscriber subscriber = subscriber(api);
    subscriber.open(room, since);
    return subscriber;
  }

  static List<JsonObject> next(Subscriber subscriber, int count) {
    List<JsonObject> seen = new ArrayList<>();
    while (seen.size() < count) {
      seen.add(subscriber.next());
    }
    return seen;
  }

  /** What is published now is the next thing. */
  final void assertNothingWaits(Subscriber subscriber, String room) {
    String fence = api.post(room, "fence");
    JsonObject next = subscriber.next();
    assertThat(next.getString("position")).as("the fence and not %s", next).isEqualTo(fence);
  }

  final List<JsonObject> last(String room, int count) {
    List<JsonObject> kept = api.kept(room);
    return kept.subList(kept.size() - count, kept.size());
  }

  static Object body(JsonObject message) {
    return message.getValue("body");
  }

  static List<Object> bodies(List<JsonObject> messages) {
    return messages.stream().map(TransportCore::body).toList();
  }

  static List<String> positions(List<JsonObject> messages) {
    return messages.stream().map(message -> message.getString("position")).toList();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
