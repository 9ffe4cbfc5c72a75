package dev.fanfare.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads an event stream block by block, as the HTML standard has it. */
final class EventSource {
  final HttpClientResponse response;
  private final HttpClientRequest request;
  private final BlockingQueue<String> blocks = new LinkedBlockingQueue<>();
  private final Promise<Void> over = Promise.promise();
  private Buffer unread = Buffer.buffer();

  private EventSource(HttpClientRequest request, HttpClientResponse response) {
    this.request = request;
    this.response = response;
    response.exceptionHandler(broken -> over.tryComplete());
    response.endHandler(end -> over.tryComplete());
    response.handler(this::read);
  }

  static EventSource open(TestNode node, String path, String... headers) throws Exception {
    return TestNode.await(
        node.http
            .request(HttpMethod.GET, node.port(), "127.0.0.1", path)
            .compose(
                request -> {
                  request.putHeader("Accept", "text/event-stream");
                  for (int i = 0; i < headers.length; i += 2) {
                    request.putHeader(headers[i], headers[i + 1]);
                  }
                  return request.send().map(response -> new EventSource(request, response));
                }));
  }

  /** The next block, raw: an event, the greeting or a comment. */
  String block() throws Exception {
    String block = blocks.poll(20, TimeUnit.SECONDS);
    if (block == null) {
      throw new AssertionError("nothing came");
    }
    return block;
  }

  /** The fields of the next block that has data; it comes before the first heartbeat. */
  Map<String, String> event() throws Exception {
    for (int blocks = 0; blocks < 2; blocks++) {
      Map<String, String> fields = new HashMap<>();
      for (String line : block().split("\n")) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      if (fields.containsKey("data")) {
        return fields;
      }
    }
    throw new AssertionError("only the greeting and comments came");
  }

  List<Map<String, String>> events(int count) throws Exception {
    List<Map<String, String>> events = new ArrayList<>();
    while (events.size() < count) {
      events.add(event());
    }
    return events;
  }

  Future<Void> over() {
    return over.future();
  }

  void close() {
    request.connection().close();
  }

  private void read(Buffer piece) {
    unread.appendBuffer(piece);
    String text = unread.toString(StandardCharsets.ISO_8859_1);
    int from = 0;
    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
      blocks.add(
          new String(
              text.substring(from, end).getBytes(StandardCharsets.ISO_8859_1),
              StandardCharsets.UTF_8));
      from = end + 2;
    }
    unread = unread.getBuffer(from, unread.length());
  }
}
