package dev.fanfare.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages and JSON are compressed for who wants it; event streams never. */
class HttpCompressionIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(FanfareJar.PATIENCE).build();
  private static final String ROOM = "/rooms/coded/messages";

  private static FanfareJar server;

  @BeforeAll
  static void start() {
    server = Start.jar().conf("{\"http\":{\"compression\":true}}").ready();
    server.http().post(ROOM, "a message that repeats itself, ".repeat(200));
  }

  @AfterAll
  static void stop() {
    server.assertQuiet();
    server.close();
  }

  @Test
  void messagesAreCompressedForWhoWantsIt() throws Exception {
    HttpResponse<byte[]> plain = get(ROOM);
    HttpResponse<byte[]> coded = get(ROOM, "Accept-Encoding", "gzip");
    assertThat(header(plain, "content-encoding")).isEmpty();
    assertThat(header(coded, "content-encoding")).isEqualTo("gzip");
    assertThat(coded.body().length).isLessThan(plain.body().length / 4);
    assertThat(unzipped(coded)).isEqualTo(new String(plain.body(), UTF_8));
    for (HttpResponse<byte[]> response : new HttpResponse[] {plain, coded}) {
      assertThat(String.join(",", response.headers().allValues("vary")).toLowerCase())
          .contains("accept-encoding");
    }
  }

  @Test
  void oneTagNamesBothFormsAndPromisesNoBytes() throws Exception {
    String tag = header(get(ROOM), "etag");
    assertThat(tag).matches("W/\"[a-z0-9]+-1\"");
    assertThat(header(get(ROOM, "Accept-Encoding", "gzip"), "etag")).isEqualTo(tag);
    HttpResponse<byte[]> same = get(ROOM, "Accept-Encoding", "gzip", "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(header(same, "etag")).isEqualTo(tag);
    assertThat(header(same, "content-encoding")).isEmpty();
  }

  @Test
  void thePageIsCompressedAndNeverInParts() throws Exception {
    HttpResponse<byte[]> plain = get("/");
    HttpResponse<byte[]> coded = get("/", "Accept-Encoding", "gzip");
    assertThat(header(coded, "content-encoding")).isEqualTo("gzip");
    assertThat(unzipped(coded)).isEqualTo(new String(plain.body(), UTF_8));
    assertThat(get("/", "Range", "bytes=0-9").statusCode()).isEqualTo(200);
  }

  @Test
  void smallAnswersAreLeftAsTheyAre() throws Exception {
    HttpResponse<byte[]> small = get("/rooms/coded", "Accept-Encoding", "gzip");
    assertThat(header(small, "content-encoding")).isEmpty();
    assertThat(new JsonObject(new String(small.body(), UTF_8)).getString("room"))
        .isEqualTo("coded");
  }

  @Test
  void eventStreamsAreNotCompressed() throws Exception {
    HttpResponse<InputStream> stream =
        HTTP.send(
            request(
                ROOM + "?since=start", "Accept-Encoding", "gzip", "Accept", "text/event-stream"),
            BodyHandlers.ofInputStream());
    assertThat(header(stream, "content-encoding")).isEmpty();
    try (InputStream body = stream.body()) {
      String start = ": fanfare\nretry: ";
      assertThat(new String(body.readNBytes(start.length()), UTF_8)).isEqualTo(start);
    }
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return HTTP.send(request(path, headers), BodyHandlers.ofByteArray());
  }

  private static HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path)).timeout(FanfareJar.PATIENCE);
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String unzipped(HttpResponse<byte[]> response) throws IOException {
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(), UTF_8);
  }
}
