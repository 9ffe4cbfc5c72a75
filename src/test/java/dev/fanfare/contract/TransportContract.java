package dev.fanfare.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Everything that every transport promises to who follows a room. */
abstract class TransportContract extends TransportCore {
  private static final String BOB = "the-secret-key-of-bob";

  @Test
  void whoOpensAnewLiveAgainHasNothingOfWhatWasBetween() {
    try (Subscriber bob = opened("anew", "now")) {
      api.post("anew", "seen");
      assertThat(body(bob.next())).isEqualTo("seen");
    }
    api.post("anew", "missed");
    try (Subscriber bob = opened("anew", "now")) {
      assertNothingWaits(bob, "anew");
    }
  }

  @Test
  void sinceTheHeadGetsOnlyWhatIsNew() {
    post("head", "old", 3);
    try (Subscriber bob = opened("head", api.position("head"))) {
      assertNothingWaits(bob, "head");
    }
  }

  @Test
  void sinceStartGetsAllThatIsKeptAndNoGap() {
    post("short-start", "m", 9);
    try (Subscriber bob = opened("short-start", "start")) {
      assertThat(next(bob, KEPT)).isEqualTo(api.kept("short-start")).hasSize(KEPT);
      assertNothingWaits(bob, "short-start");
    }
  }

  @Test
  void olderThanWhatIsKeptIsOneGap() {
    post("short-old", "m", 1);
    String old = api.position("short-old");
    post("short-old", "n", KEPT + 1);
    assertGapThenAllThatIsKept("short-old", old, KEPT);
  }

  @Test
  void theOldestPositionFromWhichNothingIsMissingIsNoGap() {
    post("short-edge", "m", 3);
    String edge = api.position("short-edge");
    post("short-edge", "n", KEPT);
    try (Subscriber bob = opened("short-edge", edge)) {
      assertThat(next(bob, KEPT)).isEqualTo(api.kept("short-edge"));
      assertNothingWaits(bob, "short-edge");
    }
  }

  @Test
  void aheadOfTheHeadIsOneGap() {
    post("ahead", "m", 4);
    String head = api.position("ahead");
    assertGapThenAllThatIsKept("ahead", head.substring(0, head.indexOf('-')) + "-1000", 4);
  }

  @Test
  void inAnEmptyRoomAGapIsToldToo() {
    try (Subscriber bob = opened("nothing-here", "unknownepoch0-5")) {
      assertThat(bob.next().getString("type")).isEqualTo("gap");
      assertNothingWaits(bob, "nothing-here");
    }
  }

  @Test
  void zeroOfAnEmptyRoomStaysValidAfterItsFirstMessage() {
    String zero = api.position("zero");
    assertThat(zero).endsWith("-0");
    try (Subscriber early = opened("zero", zero)) {
      post("zero", "m", 2);
      assertThat(next(early, 2)).isEqualTo(api.kept("zero"));
    }
    try (Subscriber late = opened("zero", zero)) {
      assertThat(next(late, 2)).isEqualTo(api.kept("zero"));
      assertNothingWaits(late, "zero");
    }
  }

  @Test
  void whoFlapsHasEachMessageOnceInTheOrderOfAll() {
    int publishers = 4;
    int each = 75;
    String zero = api.position("flapping");
    List<CompletableFuture<Void>> talks =
        IntStream.range(0, publishers)
            .mapToObj(
                p -> CompletableFuture.runAsync(() -> post("flapping", "publisher " + p, each)))
            .toList();
    Random random = new Random(1);
    List<JsonObject> seen = new ArrayList<>();
    Subscriber bob = subscriber(api);
    String position = zero;
    for (int flap = 0; flap < 100; flap++) {
      bob.open("flapping", position);
      int most = Math.min(random.nextInt(6), publishers * each - seen.size());
      seen.addAll(next(bob, most));
      position = bob.lastPosition();
      bob.close();
    }
    bob.open("flapping", position);
    seen.addAll(next(bob, publishers * each - seen.size()));
    talks.forEach(api::await);
    assertThat(seen).isEqualTo(api.kept("flapping"));
    assertThat(new HashSet<>(bodies(seen))).hasSize(publishers * each);
    assertNothingWaits(bob, "flapping");
    bob.close();
  }

  @Test
  void whatIsRepeatedWithItsKeyComesOnce() {
    Api ann = new Api(server, ANN);
    try (Subscriber bob = opened("keys", "");
        Socket socket = new Socket(ann, "")) {
      String first = Api.stored(keyed(ann, "k1", "one", 201));
      assertThat(Api.stored(keyed(ann, "k1", "one again", 200))).isEqualTo(first);
      assertThat(publish(socket, "k1", "one from a socket")).isEqualTo(first);
      String second = publish(socket, "k2", "two");
      assertThat(publish(socket, "k2", "two again")).isEqualTo(second);
      assertThat(Api.stored(keyed(ann, "k2", "two over HTTP", 200))).isEqualTo(second);
      keyed(new Api(server, BOB), "k1", "bob's own", 201);
      assertThat(bodies(next(bob, 3))).containsExactly("one", "two", "bob's own");
      assertNothingWaits(bob, "keys");
    }
  }

  private static HttpResponse<String> keyed(Api as, String key, String text, int status) {
    HttpResponse<String> response = as.post("keys", Api.TEXT, utf8(text), "Idempotency-Key", key);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response;
  }

  private static String publish(Socket socket, String key, String text) {
    socket.send(
        new JsonObject()
            .put("type", "publish")
            .put("room", "keys")
            .put("key", key)
            .put("body", text));
    return socket.next("ack").getString("position");
  }

  @Test
  void directMessagesReachTheirReaderAndNobodyElse(TestInfo test) {
    Api ann = new Api(server, key(test, "ann"));
    Api bob = new Api(server, key(test, "bob"));
    String toAnn = "@" + ann.userId();
    try (Subscriber annsInbox = subscriber(ann);
        Subscriber bobsInbox = subscriber(bob);
        Subscriber stranger = subscriber(api)) {
      annsInbox.open(toAnn, "");
      bobsInbox.open("@" + bob.userId(), "");
      stranger.open("aside", "");
      api.post(toAnn, "from a stranger");
      bob.post(toAnn, "from Bob");
      api.post("aside", "fence");
      api.post("@" + bob.userId(), "fence");
      List<JsonObject> seen = next(annsInbox, 2);
      assertThat(bodies(seen)).containsExactly("from a stranger", "from Bob");
      assertThat(seen).isEqualTo(ann.kept(toAnn));
      assertThat(seen.get(1).getString("to")).isEqualTo(ann.userId());
      assertThat(bodies(next(bobsInbox, 2))).containsExactly("from Bob", "fence");
      assertThat(body(stranger.next())).isEqualTo("fence");
    }
  }

  @Test
  void anInboxIsFollowedFromWhereItWasLeft(TestInfo test) {
    Api ann = new Api(server, key(test, "ann"));
    String inbox = "@" + ann.userId();
    String start = ann.position(inbox);
    post(inbox, "m", 5);
    Subscriber reader = subscriber(ann);
    reader.open(inbox, start);
    assertThat(bodies(next(reader, 2))).containsExactly("m 0", "m 1");
    String left = reader.lastPosition();
    reader.close();
    post(inbox, "n", 2);
    reader.open(inbox, left);
    assertThat(bodies(next(reader, 5))).containsExactly("m 2", "m 3", "m 4", "n 0", "n 1");
    api.post(inbox, "live");
    assertThat(body(reader.next())).isEqualTo("live");
    reader.close();
  }

  @Test
  void nobodyReadsTheInboxOfAnother() {
    String inbox = "@" + new Api(server, ANN).userId();
    api.post(inbox, "secret");
    for (Api other : List.of(api, new Api(server, BOB))) {
      for (String since : List.of("", "start")) {
        assertThatThrownBy(
                () -> {
                  try (Subscriber curious = subscriber(other)) {
                    curious.open(inbox, since);
                  }
                })
            .isInstanceOfSatisfying(
                Refused.class, refused -> assertThat(refused.code()).isEqualTo("forbidden"));
      }
    }
  }

  @Test
  void namesMayBeOfAnyScript() {
    String room = "新闻.Größe:~_-ñ";
    String zero = api.position(room);
    try (Subscriber bob = opened(room, zero)) {
      api.post(room, "hello");
      JsonObject seen = bob.next();
      assertThat(List.of(seen)).isEqualTo(api.kept(room));
      assertThat(seen.getString("room")).isEqualTo(room);
    }
    // The same name, written with combining marks.
    try (Subscriber bob = opened("新闻.Gro\u0308ße:~_-n\u0303", zero)) {
      assertThat(body(bob.next())).isEqualTo("hello");
    }
  }

  @Test
  void whoReadsTooSlowlyIsToldOfTheGapAndWholeAfterIt() {
    int count = 400;
    try (Subscriber bob = opened("short-slow", "")) {
      postMuch("short-slow", count);
      List<JsonObject> before = new ArrayList<>();
      JsonObject next = bob.next();
      while (!next.getString("type").equals("gap")) {
        before.add(next);
        assertThat(before).as("before the gap").hasSizeLessThan(count);
        next = bob.next();
      }
      for (int i = 0; i < before.size(); i++) {
        assertThat(before.get(i).getString("position")).endsWith("-" + (i + 1));
      }
      String gap = bob.lastPosition();
      assertThat(next.getString("position")).isEqualTo(gap);
      List<String> kept = positions(api.kept("short-slow"));
      assertThat(positions(next(bob, KEPT))).isEqualTo(kept);
      try (Subscriber back = opened("short-slow", gap)) {
        assertThat(positions(next(back, KEPT))).isEqualTo(kept);
      }
      assertNothingWaits(bob, "short-slow");
    }
  }

  /** Each test has its own users: their inboxes are empty. */
  private static String key(TestInfo test, String name) {
    return name + "-" + test.getTestMethod().orElseThrow().getName();
  }
}
