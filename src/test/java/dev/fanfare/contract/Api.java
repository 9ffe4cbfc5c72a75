package dev.fanfare.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The rooms of a server over HTTP, as one guest or as nobody. Any thread. */
final class Api {
  static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(OwnCertificate.trusting())
          .connectTimeout(Server.PATIENCE)
          .build();
  static final String TEXT = "text/plain; charset=utf-8";

  private final Server server;
  private final String guest;

  /**
   * @param guest the guest's key; empty: nobody
   */
  Api(Server server, String guest) {
    this.server = server;
    this.guest = guest;
  }

  /** Publishes text; returns where it was stored. */
  String post(String room, String text) {
    return stored(post(room, TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  HttpResponse<String> post(String room, String type, byte[] body, String... headers) {
    return await(postAsync(room, type, body, headers));
  }

  CompletableFuture<HttpResponse<String>> postAsync(
      String room, String type, byte[] body, String... headers) {
    BodyPublisher publisher = BodyPublishers.ofByteArray(body);
    HttpRequest.Builder request =
        request(messages(room, "")).header("Content-Type", type).POST(publisher);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
  }

  static String stored(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError("Not stored: " + response + " " + response.body());
    }
    return new JsonObject(response.body()).getString("position");
  }

  /** The answer to GET. */
  JsonObject page(String room, String query) {
    HttpResponse<String> response =
        await(CLIENT.sendAsync(request(messages(room, query)).build(), BodyHandlers.ofString()));
    JsonObject body = new JsonObject(response.body());
    if (response.statusCode() != 200) {
      throw new Refused(body.getString("code"), response.statusCode() + " " + body);
    }
    return body;
  }

  HttpResponse<InputStream> stream(String room, String query, String... headers) {
    HttpRequest request =
        request(messages(room, query))
            .header("Accept", "text/event-stream")
            .headers(headers)
            .build();
    return await(CLIENT.sendAsync(request, BodyHandlers.ofInputStream()));
  }

  /** The room's head. */
  String position(String room) {
    return page(room, "since=now").getString("position");
  }

  /** All that the room keeps. */
  List<JsonObject> kept(String room) {
    List<JsonObject> all = new ArrayList<>();
    String since = "start";
    while (true) {
      JsonObject page = page(room, "limit=1000&since=" + since);
      all.addAll(messages(page));
      if (!page.getBoolean("more")) {
        return all;
      }
      since = page.getString("position");
    }
  }

  static List<JsonObject> messages(JsonObject page) {
    JsonArray messages = page.getJsonArray("messages");
    List<JsonObject> list = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      list.add(messages.getJsonObject(i));
    }
    return list;
  }

  /** The public id of this guest. */
  String userId() {
    String position = post("who-is-who", "me");
    return page("who-is-who", "limit=1000").getJsonArray("messages").stream()
        .map(JsonObject.class::cast)
        .filter(message -> message.getString("position").equals(position))
        .map(message -> message.getJsonObject("from").getString("id"))
        .findFirst()
        .orElseThrow();
  }

  URI messages(String room, String query) {
    return server
        .address()
        .resolve("/rooms/" + encoded(room) + "/messages?" + identity() + "&" + query);
  }

  URI socket(String query) {
    URI address = server.address();
    String scheme = address.getScheme().equals("https") ? "wss" : "ws";
    return URI.create(scheme + "://" + address.getAuthority() + "/ws?" + identity() + "&" + query);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String identity() {
    return guest.isEmpty() ? "" : "guest=" + guest;
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Server.PATIENCE);
  }

  <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw server.failure("No answer: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException | InterruptedException late) {
      throw server.failure("No answer in time", late);
    }
  }

  Server server() {
    return server;
  }
}
