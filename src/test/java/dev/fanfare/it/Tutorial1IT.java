package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One announces with a form; a long poll and a push bring the same JSON. */
class Tutorial1IT {
  private static final String ELSEWHERE = "https://a.example";
  private static Tutorials tutorials;

  @BeforeAll
  static void start() throws Exception {
    tutorials =
        Tutorials.start(
            "{\"access\":{\"origins\":[\"" + ELSEWHERE + "\"]},\"limits\":{\"post-rate\":0}}");
  }

  @AfterAll
  static void stop() throws Exception {
    tutorials.close();
  }

  private static void announce(Tutorials where, String text) {
    HttpResponse<String> answer = where.send(where.form("rooms", "/chat", "content", text));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  private static void announce(String text) {
    announce(tutorials, text);
  }

  private static WsClients.Socket push() {
    return tutorials.open("rooms", "/status");
  }

  /** What the browser's cache makes of the tutorial's request: with what it has, if anything. */
  private static HttpRequest.Builder poll(Tutorials where, String tag) {
    HttpRequest.Builder request = where.request("rooms", "/status").GET();
    return tag == null ? request : request.header("If-None-Match", tag);
  }

  private static CompletableFuture<HttpResponse<String>> poll(String tag) {
    return tutorials.begin(poll(tutorials, tag));
  }

  private static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  /** The tag of the newest announcement: what a client has that heard it. */
  private static String newest() {
    return tag(
        tutorials.send(
            tutorials.request("rooms", "/status").method("HEAD", BodyPublishers.noBody())));
  }

  /** An answer in the shape that alone keeps the tutorial's client asking. */
  private static String content(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
    JsonObject json = new JsonObject(answer.body());
    assertThat(json.fieldNames()).containsExactly("content");
    return json.getString("content");
  }

  @Test
  void aPollThatHasNothingWaitsForTheNextAnnouncement() {
    announce("old");
    CompletableFuture<HttpResponse<String>> held = poll(null);
    List<String> said = new ArrayList<>();
    do { // What is said before it is held is not for it.
      said.add("n" + said.size());
      announce(said.get(said.size() - 1));
    } while (!held.isDone());
    HttpResponse<String> answer = tutorials.await(held);
    String heard = content(answer);
    assertThat(said).contains(heard);
    assertThat(answer.body()).isEqualTo("{\"content\":\"" + heard + "\"}");
  }

  @Test
  void nothingIsLostBetweenTwoPolls() {
    String tag = newest();
    for (int i = 0; i < 50; i++) {
      announce("m" + i);
      announce("and " + i);
      for (String expected : List.of("m" + i, "and " + i)) {
        HttpResponse<String> answer = tutorials.await(poll(tag));
        assertThat(content(answer)).isEqualTo(expected);
        tag = tag(answer);
      }
    }
    CompletableFuture<HttpResponse<String>> held = poll(tag);
    announce("held");
    assertThat(content(tutorials.await(held))).isEqualTo("held");
  }

  @Test
  void theSocketGetsTheSameAtEachChangeAndNothingElse() {
    announce("before");
    WsClients.Socket push = push();
    String tag = newest();
    push.send("{\"content\":\"ignored\"}");
    push.send(new byte[] {1});
    push.send("x".repeat(60_000));
    announce("first");
    push.hears("{\"content\":\"first\"}");
    assertThat(tutorials.await(poll(tag)).body()).isEqualTo("{\"content\":\"first\"}");
    push.send("x".repeat(70_000));
    assertThat(push.closed()).isEqualTo(1009);
    tutorials.server().assertQuiet();
  }

  @Test
  void whatIsWrongIsRefused() {
    String tag = newest();
    for (String blank : List.of("", "  ", "\t\r\n")) {
      assertThat(tutorials.send(tutorials.form("rooms", "/chat", "content", blank)).statusCode())
          .isEqualTo(400);
    }
    assertThat(tutorials.send(tutorials.form("rooms", "/chat", "contents", "x")).statusCode())
        .isEqualTo(400);
    assertThat(
            tutorials
                .send(tutorials.form("rooms", "/chat", "content", "x".repeat(70_000)))
                .statusCode())
        .isEqualTo(413);
    assertThat(
            tutorials
                .send(
                    tutorials
                        .request("rooms", "/chat")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("content=%ff%fe")))
                .statusCode())
        .isEqualTo(400);
    for (String method : List.of("GET", "PUT", "DELETE")) {
      HttpResponse<String> answer =
          tutorials.send(
              tutorials.request("rooms", "/chat").method(method, BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow").orElse("")).contains("POST");
    }
    assertThat(
            tutorials
                .send(tutorials.request("rooms", "/status").POST(BodyPublishers.ofString("x")))
                .statusCode())
        .isEqualTo(405);
    announce("  trimmed \r\n");
    assertThat(content(tutorials.await(poll(tag)))).isEqualTo("trimmed");
  }

  @Test
  void textNeverBecomesMarkupNorScript() {
    WsClients.Socket push = push();
    announce("<img src=x onerror='alert(1)'>&\"");
    push.hears("{\"content\":\"&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;&quot;\"}");
    announce("a\u2028b\u2029c\nd");
    push.hears("{\"content\":\"a\\u2028b\\u2029c\\nd\"}");
    announce("{\"content\":\"x\"}");
    push.hears("{\"content\":\"{&quot;content&quot;:&quot;x&quot;}\"}");
    announce("公告 👍");
    push.hears("{\"content\":\"公告 👍\"}");
    push.vanish();
  }

  @Test
  void pagesOfAllowedOriginsMayAskAndAnnounce() {
    String tag = newest();
    HttpResponse<String> said =
        tutorials.send(
            tutorials.form("rooms", "/chat", "content", "from there").header("Origin", ELSEWHERE));
    assertThat(said.statusCode()).isEqualTo(200);
    assertThat(said.headers().firstValue("Access-Control-Allow-Origin")).contains(ELSEWHERE);
    HttpResponse<String> heard = tutorials.send(poll(tutorials, tag).header("Origin", ELSEWHERE));
    assertThat(content(heard)).isEqualTo("from there");
    assertThat(heard.headers().firstValue("Access-Control-Allow-Origin")).contains(ELSEWHERE);
    HttpResponse<String> refused =
        tutorials.send(
            tutorials
                .form("rooms", "/chat", "content", "x")
                .header("Origin", "https://evil.example"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(tutorials.refused("rooms", "/status", "https://evil.example")).isEqualTo(403);
  }

  @Test
  void theRichProtocolIsInTheSameRoom() {
    WsClients.Socket push = push();
    WsClients.Socket rich = tutorials.openRich("rooms", "/status");
    assertThat(rich.json("joined").getString("room")).isEqualTo("tutorial.1");
    announce("<b>");
    assertThat(rich.json("message").getString("body")).isEqualTo("<b>");
    push.hears("{\"content\":\"&lt;b&gt;\"}");
    rich.send("{\"type\":\"publish\",\"room\":\"tutorial.1\",\"body\":\"rich\"}");
    push.hears("{\"content\":\"rich\"}");
    rich.vanish();
    push.vanish();
  }

  @Test
  void theMainPortHasTheSameRoom() {
    WsClients.Socket push = tutorials.open("main", "/tutorials/1/status");
    announce("there");
    push.hears("{\"content\":\"there\"}");
    String tag = newest();
    assertThat(
            tutorials
                .send(tutorials.form("main", "/tutorials/1/chat", "content", "here"))
                .statusCode())
        .isEqualTo(200);
    assertThat(content(tutorials.await(poll(tag)))).isEqualTo("here");
    push.hears("{\"content\":\"here\"}");
    push.vanish();
  }

  @Test
  void whoHasWaitedLongEnoughGetsTheNewestAgainInTheSameShape() throws Exception {
    try (Tutorials hasty = Tutorials.start("{\"limits\":{\"wait\":\"50ms\"}}")) {
      HttpResponse<String> nothing = hasty.send(poll(hasty, null));
      assertThat(nothing.body()).isEqualTo("{\"content\":\"\"}");
      HttpResponse<String> again = hasty.send(poll(hasty, tag(nothing)));
      assertThat(content(again)).isEmpty();
      assertThat(tag(again)).isEqualTo(tag(nothing));
      announce(hasty, "one");
      announce(hasty, "two");
      HttpResponse<String> one = hasty.send(poll(hasty, tag(nothing)));
      assertThat(content(one)).isEqualTo("one");
      HttpResponse<String> two = hasty.send(poll(hasty, tag(one)));
      assertThat(content(two)).isEqualTo("two");
      HttpResponse<String> last = hasty.send(poll(hasty, tag(two)));
      assertThat(content(last)).isEqualTo("two");
      assertThat(tag(last)).isEqualTo(tag(two));
      hasty.server().assertQuiet();
    }
  }

  @Test
  void whoWaitsWhenTheServerStopsIsAnsweredInTheSameShape() throws Exception {
    try (Tutorials stopping =
        Tutorials.start(
            "{\"limits\":{\"sessions-per-address\":1},\"drain\":{\"notice\":\"1ms\"}}")) {
      CompletableFuture<HttpResponse<String>> one = stopping.begin(poll(stopping, null));
      CompletableFuture<HttpResponse<String>> two = stopping.begin(poll(stopping, null));
      // Only one may wait: as soon as the other is refused, it does.
      stopping.await(CompletableFuture.anyOf(one, two));
      assertThat(one.isDone() && two.isDone()).isFalse();
      stopping.server().terminate();
      HttpResponse<String> first = stopping.await(one);
      HttpResponse<String> second = stopping.await(two);
      HttpResponse<String> held = first.statusCode() == 429 ? second : first;
      assertThat(List.of(first.statusCode(), second.statusCode())).contains(429);
      assertThat(held.body()).isEqualTo("{\"content\":\"\"}");
      assertThat(content(held)).isEmpty();
    }
  }
}
