package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be posted, and what is refused. */
@ExtendWith(VertxExtension.class)
class PublishingTest {
  private static final String ROOM = "/rooms/lobby/messages";
  private static final String FORM = "application/x-www-form-urlencoded";
  private TestNode node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = TestNode.start(vertx);
  }

  private HttpRequest<Buffer> to(HttpMethod method, String path) {
    return node.web.request(method, node.port(), "127.0.0.1", path);
  }

  private HttpResponse<Buffer> post(@Nullable String type, Buffer body) throws Exception {
    HttpRequest<Buffer> request = to(HttpMethod.POST, ROOM);
    if (type != null) {
      request.putHeader("Content-Type", type);
    }
    return await(request.sendBuffer(body));
  }

  private HttpResponse<Buffer> post(@Nullable String type, String body) throws Exception {
    return post(type, Buffer.buffer(body));
  }

  private JsonObject newest() throws Exception {
    JsonArray messages =
        await(to(HttpMethod.GET, ROOM).send()).bodyAsJsonObject().getJsonArray("messages");
    return messages.getJsonObject(messages.size() - 1);
  }

  private static void isProblem(HttpResponse<Buffer> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    JsonObject problem = answer.bodyAsJsonObject();
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("title")).isNotEmpty();
    assertThat(problem.getString("detail")).isNotEmpty().doesNotContain("Exception");
  }

  @Test
  void textIsStoredAndSaysWhere() throws Exception {
    HttpResponse<Buffer> answer = post("text/plain", "hello");
    assertThat(answer.statusCode()).isEqualTo(201);
    String position = answer.bodyAsJsonObject().getString("position");
    assertThat(answer.bodyAsJsonObject().getString("room")).isEqualTo("lobby");
    assertThat(answer.getHeader("Location")).isEqualTo(ROOM + "/" + position);
    HttpResponse<Buffer> read = await(to(HttpMethod.GET, answer.getHeader("Location")).send());
    assertThat(read.bodyAsJsonObject().getString("type")).isEqualTo("message");
    assertThat(read.bodyAsJsonObject().getString("body")).isEqualTo("hello");
  }

  /** There is place for the recipient's inbox and not for the sender's. */
  @Test
  void whatTheRecipientHasIsNotRefused() throws Exception {
    Vertx another = Vertx.vertx();
    node = TestNode.start(another, new JsonObject(), TestNode.memory(10, 1));
    String key = "the-key-of-the-one-who-writes";
    String inbox = "/rooms/@the-recipient/messages?guest=" + key;
    HttpResponse<Buffer> answer = await(to(HttpMethod.POST, inbox).sendBuffer(Buffer.buffer("a")));
    assertThat(answer.statusCode()).isEqualTo(201);
    String room = "/rooms/another/messages?guest=" + key;
    isProblem(await(to(HttpMethod.POST, room).sendBuffer(Buffer.buffer("b"))), 429, "too_many");
    await(another.close());
  }

  @Test
  void everyKindOfBodyBecomesWhatItIs() throws Exception {
    post("application/json; charset=utf-8", "{\"a\": [1.10]}");
    assertThat(newest().getJsonObject("body").encode()).contains("\"a\"");
    post("application/json", "\"text\"");
    assertThat(newest().getValue("body")).isEqualTo("text");
    post("application/octet-stream", Buffer.buffer(new byte[] {0, (byte) 255}));
    assertThat(newest().getString("encoding")).isEqualTo("base64");
    assertThat(newest().getString("body")).isEqualTo("AP8=");
    post(null, "no type");
    assertThat(newest().getString("body")).isEqualTo("no type");
    post(null, Buffer.buffer(new byte[] {(byte) 255}));
    assertThat(newest().getString("encoding")).isEqualTo("base64");
    post("text/plain; charset=ISO-8859-1", Buffer.buffer(new byte[] {(byte) 0xE9}));
    assertThat(newest().getString("body")).isEqualTo("é");
  }

  @Test
  void formsGiveTheirFieldOrTheWholeLine() throws Exception {
    post(FORM, "a=b&message=caf%C3%A9+au+lait");
    assertThat(newest().getString("body")).isEqualTo("café au lait");
    post(FORM, "message=second&content=first");
    assertThat(newest().getString("body")).isEqualTo("first");
    post(FORM, "backup done, 100% + more");
    assertThat(newest().getString("body")).isEqualTo("backup done, 100% + more");
    post(FORM, "content=100%25 and 5% left%");
    assertThat(newest().getString("body")).isEqualTo("100% and 5% left%");
    String multipart =
        "--xx\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nno\r\n"
            + "--xx\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nline 1\r\nline é\r\n--xx--\r\n";
    assertThat(post("multipart/form-data; boundary=xx", multipart).statusCode()).isEqualTo(201);
    assertThat(newest().getString("body")).isEqualTo("line 1\r\nline é");
    isProblem(post("multipart/form-data", multipart), 400, "bad_request");
    isProblem(post("multipart/form-data; boundary=yy", multipart), 400, "bad_request");
  }

  @Test
  void whatIsNoMessageIsRefused() throws Exception {
    isProblem(
        post("text/plain", Buffer.buffer(new byte[] {(byte) 0xC3, 0x28})), 400, "bad_request");
    isProblem(post("application/json", "{\"a\":"), 400, "bad_request");
    isProblem(post("image/png", "x"), 415, "unsupported_media_type");
    isProblem(post("text/plain; charset=utf-16", "x"), 415, "unsupported_media_type");
    isProblem(
        await(to(HttpMethod.POST, "/rooms/a%20b/messages").sendBuffer(Buffer.buffer("x"))),
        400,
        "bad_request");
    isProblem(
        await(to(HttpMethod.POST, ROOM + "?name=%20").sendBuffer(Buffer.buffer("x"))),
        400,
        "bad_request");
  }

  @Test
  void exactlyTheLimitPasses() throws Exception {
    assertThat(post("text/plain", "x".repeat(65_536)).statusCode()).isEqualTo(201);
    isProblem(post("text/plain", "x".repeat(65_537)), 413, "too_large");
    assertThat(post("text/plain", "still here").statusCode()).isEqualTo(201);
  }

  @Test
  void theLimitHoldsWithoutLengthToo() throws Exception {
    for (int size : new int[] {65_536, 65_537}) {
      int expected = size == 65_536 ? 201 : 413;
      int status =
          await(
              node.http
                  .request(HttpMethod.POST, node.port(), "127.0.0.1", ROOM)
                  .compose(
                      request -> {
                        request.setChunked(true).putHeader("Content-Type", "text/plain");
                        request.write(Buffer.buffer("x".repeat(size)));
                        return request.end().compose(v -> request.response());
                      })
                  .compose(response -> response.body().map(body -> response.statusCode())));
      assertThat(status).isEqualTo(expected);
    }
  }

  @Test
  void aRepeatedKeyIsStoredOnce() throws Exception {
    HttpRequest<Buffer> request = to(HttpMethod.POST, ROOM).putHeader("Idempotency-Key", "k1");
    HttpResponse<Buffer> first = await(request.sendBuffer(Buffer.buffer("once")));
    HttpResponse<Buffer> again = await(request.sendBuffer(Buffer.buffer("once")));
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.bodyAsJsonObject()).isEqualTo(first.bodyAsJsonObject());
    assertThat(again.getHeader("Location")).isEqualTo(first.getHeader("Location"));
    HttpResponse<Buffer> other =
        await(
            to(HttpMethod.POST, ROOM + "?guest=ABCDEFGHIJKLMNOPQR")
                .putHeader("Idempotency-Key", "k1")
                .sendBuffer(Buffer.buffer("mine")));
    assertThat(other.statusCode()).isEqualTo(201);
    for (String wrong : new String[] {"a b", "x".repeat(129), ""}) {
      isProblem(
          await(
              to(HttpMethod.POST, ROOM)
                  .putHeader("Idempotency-Key", wrong)
                  .sendBuffer(Buffer.buffer("x"))),
          400,
          "bad_request");
    }
  }

  @Test
  void aLocationCanBeReadWhateverTheRoomIsCalled() throws Exception {
    HttpResponse<Buffer> answer =
        await(
            to(HttpMethod.POST, "/rooms/b%C3%BCro:%E4%BD%A0~1/messages")
                .sendBuffer(Buffer.buffer("x")));
    assertThat(answer.getHeader("Location")).startsWith("/rooms/b%C3%BCro:%E4%BD%A0~1/messages/");
    HttpResponse<Buffer> read = await(to(HttpMethod.GET, answer.getHeader("Location")).send());
    assertThat(read.bodyAsJsonObject().getString("room")).isEqualTo("büro:你~1");
    isProblem(await(to(HttpMethod.GET, ROOM + "/abc-99").send()), 404, "not_found");
    isProblem(await(to(HttpMethod.GET, ROOM + "/nonsense").send()), 400, "bad_request");
  }

  @Test
  void anInboxTakesFromAllAndShowsItselfToOne() throws Exception {
    String ann = "guest=annannannannannann";
    await(to(HttpMethod.POST, ROOM + "?" + ann).sendBuffer(Buffer.buffer("hi")));
    String id = newest().getJsonObject("from").getString("id");
    String inbox = "/rooms/@" + id + "/messages";
    assertThat(await(to(HttpMethod.POST, inbox).sendBuffer(Buffer.buffer("psst"))).statusCode())
        .isEqualTo(201);
    isProblem(await(to(HttpMethod.GET, inbox).send()), 403, "forbidden");
    isProblem(await(to(HttpMethod.GET, "/rooms/@" + id).send()), 403, "forbidden");
    JsonObject got =
        await(to(HttpMethod.GET, inbox + "?" + ann).send())
            .bodyAsJsonObject()
            .getJsonArray("messages")
            .getJsonObject(0);
    assertThat(got.getString("to")).isEqualTo(id);
    assertThat(got.getString("body")).isEqualTo("psst");
  }

  @Test
  void pagesOfOtherOriginsDoNotPost() throws Exception {
    for (String origin : new String[] {"https://evil.example", "null"}) {
      isProblem(
          await(
              to(HttpMethod.POST, ROOM).putHeader("Origin", origin).sendBuffer(Buffer.buffer("x"))),
          403,
          "forbidden");
    }
    HttpResponse<Buffer> same =
        await(
            to(HttpMethod.POST, ROOM)
                .putHeader("Origin", "http://127.0.0.1:" + node.port())
                .sendBuffer(Buffer.buffer("x", StandardCharsets.UTF_8.name())));
    assertThat(same.statusCode()).isEqualTo(201);
  }

  @Test
  void configuredRoomsRatesOriginsAndTimesHold(Vertx unused) throws Exception {
    Vertx other = Vertx.vertx();
    try {
      node =
          TestNode.start(
              other,
              new JsonObject()
                  .put(
                      "rooms",
                      new JsonArray()
                          .add(new JsonObject().put("match", "news*").put("read-only", true)))
                  .put(
                      "access",
                      new JsonObject().put("origins", new JsonArray().add("https://a.example")))
                  .put(
                      "limits",
                      new JsonObject()
                          .put("post-rate", 1)
                          .put("post-burst", 3)
                          .put("request-time", "50ms")));
      isProblem(
          await(to(HttpMethod.POST, "/rooms/news.1/messages").sendBuffer(Buffer.buffer("x"))),
          403,
          "forbidden");
      HttpResponse<Buffer> listed =
          await(
              to(HttpMethod.POST, ROOM)
                  .putHeader("Origin", "https://a.example")
                  .sendBuffer(Buffer.buffer("x")));
      assertThat(listed.statusCode()).isEqualTo(201);
      assertThat(listed.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
      assertThat(listed.getHeader("Access-Control-Expose-Headers")).contains("Location", "ETag");
      int late =
          await(
              node.http
                  .request(HttpMethod.POST, node.port(), "127.0.0.1", ROOM)
                  .compose(
                      request -> {
                        request.setChunked(true).write("never ends");
                        return request.response();
                      })
                  .compose(response -> response.body().map(body -> response.statusCode())));
      assertThat(late).isEqualTo(408);
      HttpResponse<Buffer> limited = post("text/plain", "one more");
      isProblem(limited, 429, "rate_limited");
      assertThat(Integer.parseInt(limited.getHeader("Retry-After"))).isPositive();
      HttpResponse<Buffer> preflight =
          await(
              to(HttpMethod.OPTIONS, ROOM)
                  .putHeader("Origin", "https://a.example")
                  .putHeader("Access-Control-Request-Method", "POST")
                  .send());
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.getHeader("Access-Control-Allow-Headers"))
          .contains("Idempotency-Key", "Last-Event-ID", "If-None-Match");
      HttpResponse<Buffer> foreign =
          await(to(HttpMethod.GET, ROOM).putHeader("Origin", "https://b.example").send());
      assertThat(foreign.statusCode()).isEqualTo(200);
      assertThat(foreign.getHeader("Access-Control-Allow-Origin")).isNull();
      assertThat(foreign.headers().getAll("Vary")).contains("origin");
    } finally {
      await(other.close());
    }
  }

  @Test
  void otherMethodsAndPathsAreProblems() throws Exception {
    HttpResponse<Buffer> put = await(to(HttpMethod.PUT, ROOM).sendBuffer(Buffer.buffer("x")));
    isProblem(put, 405, "method_not_allowed");
    assertThat(put.getHeader("Allow")).isEqualTo("GET, HEAD, POST, OPTIONS");
    HttpResponse<Buffer> members = await(to(HttpMethod.POST, "/rooms/lobby/members").send());
    assertThat(members.getHeader("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    isProblem(members, 405, "method_not_allowed");
    isProblem(await(to(HttpMethod.GET, "/nowhere").send()), 404, "not_found");
    isProblem(await(to(HttpMethod.POST, "/nowhere").send()), 404, "not_found");
    isProblem(await(to(HttpMethod.GET, "/rooms").send()), 403, "forbidden");
    HttpResponse<Buffer> options = await(to(HttpMethod.OPTIONS, ROOM).send());
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.getHeader("Allow")).isEqualTo("GET, HEAD, POST, OPTIONS");
  }
}
