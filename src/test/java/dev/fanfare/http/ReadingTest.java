package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages, waiting and following: nothing is lost and nothing comes twice. */
@ExtendWith(VertxExtension.class)
class ReadingTest {
  private static final String ROOM = "/rooms/lobby/messages";
  private TestNode node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = TestNode.start(vertx);
  }

  private HttpRequest<Buffer> get(String query) {
    return node.web.request(HttpMethod.GET, node.port(), "127.0.0.1", ROOM + query);
  }

  private JsonObject page(String query) throws Exception {
    HttpResponse<Buffer> answer = await(get(query).send());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private Future<String> posting(String text) {
    return node.web
        .request(HttpMethod.POST, node.port(), "127.0.0.1", ROOM)
        .sendBuffer(Buffer.buffer(text))
        .map(answer -> answer.bodyAsJsonObject().getString("position"));
  }

  private String post(String text) throws Exception {
    return await(posting(text));
  }

  private static List<String> bodies(JsonObject page) {
    List<String> bodies = new ArrayList<>();
    JsonArray messages = page.getJsonArray("messages");
    for (int i = 0; i < messages.size(); i++) {
      bodies.add(messages.getJsonObject(i).getString("body"));
    }
    return bodies;
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Done when the address has so many places taken: waiting polls and streams. */
  private void untilTaken(int wanted) throws Exception {
    int most = node.node.config().limits().sessionsPerAddress();
    await(
        Future.future(
            promise ->
                node.vertx.setPeriodic(
                    1,
                    id -> {
                      int free = 0;
                      while (node.node.addresses().acquire("127.0.0.1") == null) {
                        free++;
                      }
                      for (int i = 0; i < free; i++) {
                        node.node.addresses().release("127.0.0.1");
                      }
                      if (most - free == wanted) {
                        node.vertx.cancelTimer(id);
                        promise.tryComplete();
                      }
                    })));
  }

  @Test
  void anEmptyRoomHasAPositionThatStaysGood() throws Exception {
    JsonObject empty = page("");
    assertThat(empty.getString("position")).endsWith("-0");
    assertThat(bodies(empty)).isEmpty();
    post("a");
    JsonObject after = page("?since=" + empty.getString("position"));
    assertThat(bodies(after)).containsExactly("a");
    assertThat(after.getBoolean("gap")).isFalse();
  }

  @Test
  void pagesGoForwardAndBack() throws Exception {
    List<String> at = new ArrayList<>();
    for (String text : numbers(5)) {
      at.add(post(text));
    }
    assertThat(bodies(page("?limit=2"))).containsExactly("3", "4");
    JsonObject first = page("?since=start&limit=2");
    assertThat(bodies(first)).containsExactly("0", "1");
    assertThat(first.getBoolean("more")).isTrue();
    assertThat(first.getString("position")).isEqualTo(at.get(1));
    assertThat(bodies(page("?since=" + first.getString("position"))))
        .containsExactly("2", "3", "4");
    assertThat(bodies(page("?before=" + at.get(2) + "&limit=1"))).containsExactly("1");
    JsonObject now = page("?since=now");
    assertThat(bodies(now)).isEmpty();
    assertThat(now.getString("position")).isEqualTo(at.get(4));
    JsonObject none = page("?since=start&limit=0");
    assertThat(bodies(none)).isEmpty();
    assertThat(bodies(page("?since=" + none.getString("position")))).hasSize(5);
    assertThat(bodies(page("?limit=99999999999"))).hasSize(5);
  }

  @Test
  void anUnknownLifeIsAGap() throws Exception {
    post("a");
    for (String query : List.of("?since=other-1", "?since=other-1&wait=20")) {
      JsonObject gap = page(query);
      assertThat(gap.getBoolean("gap")).isTrue();
      assertThat(bodies(gap)).containsExactly("a");
    }
  }

  @Test
  void wrongNumbersAreRefused() throws Exception {
    for (String query :
        List.of(
            "?limit=-1",
            "?limit=x",
            "?limit=",
            "?limit=1.5",
            "?wait=-1",
            "?wait=x",
            "?since=x",
            "?before=start",
            "?since=a-1&before=a-2")) {
      HttpResponse<Buffer> answer = await(get(query).send());
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("bad_request");
    }
  }

  @Test
  void anUnchangedPageIsNotSentAgain() throws Exception {
    post("a");
    HttpResponse<Buffer> first = await(get("").send());
    String tag = first.getHeader("ETag");
    assertThat(tag).isEqualTo("\"" + first.bodyAsJsonObject().getString("position") + "\"");
    assertThat(first.getHeader("Cache-Control")).isEqualTo("no-cache");
    HttpResponse<Buffer> again = await(get("").putHeader("If-None-Match", tag).send());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.getHeader("ETag")).isEqualTo(tag);
    post("b");
    assertThat(await(get("").putHeader("If-None-Match", tag).send()).statusCode()).isEqualTo(200);
  }

  @Test
  void headSaysTheSameWithoutBodyOrWaiting() throws Exception {
    post("a");
    HttpResponse<Buffer> get = await(get("").send());
    HttpResponse<Buffer> head =
        await(
            node.web
                .request(HttpMethod.HEAD, node.port(), "127.0.0.1", ROOM + "?wait=60&since=now")
                .send());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isNull();
    assertThat(head.getHeader("ETag")).isEqualTo(get.getHeader("ETag"));
  }

  @Test
  void aWaitEndsWithTheNextMessage() throws Exception {
    String last = post("old");
    Future<JsonObject> waiting = get("?wait=20").send().map(HttpResponse::bodyAsJsonObject);
    untilTaken(1);
    post("new");
    assertThat(bodies(await(waiting))).containsExactly("new");
    assertThat(bodies(page("?wait=20&since=" + last))).containsExactly("new");
    HttpResponse<Buffer> byTag =
        await(get("?wait=20").putHeader("If-None-Match", "\"" + last + "\"").send());
    assertThat(bodies(byTag.bodyAsJsonObject())).containsExactly("new");
  }

  @Test
  void aWaitThatRanOutIsAnEmptyPage() throws Exception {
    String last = post("a");
    for (String wait : List.of("0", "0.05")) {
      HttpResponse<Buffer> over =
          await(
              get("?since=" + last + "&wait=" + wait)
                  .putHeader("If-None-Match", "\"" + last + "\"")
                  .send());
      assertThat(over.statusCode()).isEqualTo(200);
      assertThat(bodies(over.bodyAsJsonObject())).isEmpty();
      assertThat(over.bodyAsJsonObject().getString("position")).isEqualTo(last);
    }
  }

  @Test
  void whoGoesWhileWaitingIsForgotten() throws Exception {
    HttpClientRequest request =
        await(node.http.request(HttpMethod.GET, node.port(), "127.0.0.1", ROOM + "?wait=60"));
    await(request.end());
    untilTaken(1);
    await(request.connection().close());
    untilTaken(0);
    EventSource stream = EventSource.open(node, ROOM);
    stream.block();
    untilTaken(1);
    stream.close();
    untilTaken(0);
  }

  @Test
  void pollingWhileOthersPostLosesAndRepeatsNothing() throws Exception {
    String position = page("").getString("position");
    Future<String> posts = Future.succeededFuture("");
    for (String text : numbers(300)) {
      posts = posts.compose(before -> posting(text));
    }
    List<String> seen = new ArrayList<>();
    while (seen.size() < 300) {
      JsonObject page = page("?wait=20&limit=7&since=" + position);
      assertThat(page.getBoolean("gap")).isFalse();
      seen.addAll(bodies(page));
      position = page.getString("position");
    }
    await(posts);
    assertThat(seen).isEqualTo(numbers(300));
  }

  @Test
  void aStreamBeginsAtOnceAndCarriesTheOneMessageObject() throws Exception {
    EventSource stream = EventSource.open(node, ROOM);
    assertThat(stream.response.statusCode()).isEqualTo(200);
    assertThat(stream.response.getHeader("Content-Type")).isEqualTo("text/event-stream");
    assertThat(stream.response.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(stream.response.getHeader("X-Accel-Buffering")).isEqualTo("no");
    assertThat(stream.block()).matches("(?s): .*\nretry: [1-3][0-9]{3}\nid: [a-z0-9]+-0");
    String position = post("hällo\nthere");
    Map<String, String> event = stream.event();
    assertThat(event).containsEntry("id", position).containsEntry("event", "message");
    JsonObject listed = page("").getJsonArray("messages").getJsonObject(0);
    assertThat(new JsonObject(event.get("data"))).isEqualTo(listed);
  }

  @Test
  void aStreamResumesWhereItWas() throws Exception {
    List<String> at = new ArrayList<>();
    for (String text : numbers(4)) {
      at.add(post(text));
    }
    EventSource resumed = EventSource.open(node, ROOM + "?since=start", "Last-Event-ID", at.get(1));
    assertThat(resumed.events(2))
        .extracting(e -> e.get("id"))
        .containsExactly(at.get(2), at.get(3));
    EventSource whole = EventSource.open(node, ROOM + "?since=start");
    assertThat(whole.events(4)).extracting(e -> e.get("id")).isEqualTo(at);
    EventSource some = EventSource.open(node, ROOM + "?history=1");
    assertThat(some.event()).containsEntry("id", at.get(3));
    EventSource gone = EventSource.open(node, ROOM, "Last-Event-ID", "other-7");
    Map<String, String> gap = gone.event();
    assertThat(gap).containsEntry("event", "gap");
    assertThat(bodies(page("?since=" + gap.get("id")))).isEqualTo(numbers(4));
    assertThat(gone.events(4)).extracting(e -> e.get("id")).isEqualTo(at);
    String ahead = at.get(3).replaceAll("-.*", "-99");
    assertThat(EventSource.open(node, ROOM, "Last-Event-ID", ahead).event())
        .containsEntry("event", "gap");
  }

  @Test
  void streamsThatFlapWhileOthersPostGetEachMessageOnce() throws Exception {
    String position = page("").getString("position");
    Future<String> posts = Future.succeededFuture("");
    for (String text : numbers(300)) {
      posts = posts.compose(before -> posting(text));
    }
    List<String> seen = new ArrayList<>();
    while (seen.size() < 300) {
      EventSource stream = EventSource.open(node, ROOM, "Last-Event-ID", position);
      for (Map<String, String> event : stream.events(Math.min(11, 300 - seen.size()))) {
        assertThat(event).containsEntry("event", "message");
        seen.add(new JsonObject(event.get("data")).getString("body"));
        position = event.get("id");
      }
      stream.close();
    }
    await(posts);
    assertThat(seen).isEqualTo(numbers(300));
  }

  @Test
  void whoFollowsIsAMember() throws Exception {
    EventSource stream = EventSource.open(node, ROOM + "?name=Ann");
    stream.block();
    JsonObject members =
        await(
                node.web
                    .request(HttpMethod.GET, node.port(), "127.0.0.1", "/rooms/lobby/members")
                    .send())
            .bodyAsJsonObject();
    assertThat(members.getInteger("count")).isEqualTo(1);
    assertThat(members.getJsonArray("members").getJsonObject(0).getString("name")).isEqualTo("Ann");
    JsonObject room =
        await(node.web.request(HttpMethod.GET, node.port(), "127.0.0.1", "/rooms/lobby").send())
            .bodyAsJsonObject();
    assertThat(room.getInteger("members")).isEqualTo(1);
    assertThat(room.getString("position")).endsWith("-0");
  }

  @Test
  void streamsOfForeignPagesAreRefused() throws Exception {
    EventSource refused = EventSource.open(node, ROOM, "Origin", "https://evil.example");
    assertThat(refused.response.statusCode()).isEqualTo(403);
    assertThat(refused.response.getHeader("Content-Type")).isEqualTo("application/problem+json");
  }
}
