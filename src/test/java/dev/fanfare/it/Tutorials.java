package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server that stands in for all five tutorials: {@code conf/tutorials.json} as it is, with free
 * ports and whatever a test adds, and sockets of npm's {@code ws} to it.
 */
final class Tutorials implements AutoCloseable {
  /** A proxy that the server trusts says who the visitor is. */
  static final String FORWARDED = "X-Forwarded-For";

  private static final Path FILE =
      Path.of(System.getProperty("fanfare.basedir", "."), "conf", "tutorials.json");
  private static final Pattern LISTENER =
      Pattern.compile(".*Listener (\\S+): https?://[^/]*:([0-9]+)/.*");
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(FanfareJar.PATIENCE)
          .build();

  private final FanfareJar server;
  private final WsClients clients;
  private final Map<String, Integer> ports = new HashMap<>();

  private Tutorials(FanfareJar server, WsClients clients) {
    this.server = server;
    this.clients = clients;
    for (String line : server.out()) {
      Matcher listener = LISTENER.matcher(line);
      if (listener.matches()) {
        ports.put(listener.group(1), Integer.valueOf(listener.group(2)));
      }
    }
  }

  static Tutorials start() throws Exception {
    return start("{}");
  }

  /**
   * @param more JSON that is laid over the file
   */
  static Tutorials start(String more) throws Exception {
    WsClients clients = WsClients.start();
    try {
      return new Tutorials(
          Start.jar().conf(configuration().mergeIn(new JsonObject(more), true)).ready(), clients);
    } catch (Throwable failed) {
      clients.close();
      throw failed;
    }
  }

  /** The file, with free ports, and with a trusted proxy on this machine. */
  static JsonObject configuration() throws IOException {
    JsonObject file = new JsonObject(Files.readString(FILE));
    JsonObject listeners = file.getJsonObject("listeners");
    listeners.fieldNames().forEach(name -> listeners.getJsonObject(name).put("port", 0));
    return file.mergeIn(new JsonObject("{\"http\":{\"trusted-proxies\":[\"127.0.0.1\"]}}"), true);
  }

  FanfareJar server() {
    return server;
  }

  /** {@code host:port} of a listener; of the main one, if the name is {@code main}. */
  String authority(String listener) {
    Integer port = listener.equals("main") ? Integer.valueOf(server.port()) : ports.get(listener);
    if (port == null) {
      throw server.failure("There is no listener " + listener + " but " + ports);
    }
    return "127.0.0.1:" + port;
  }

  String ws(String listener, String path) {
    return "ws://" + authority(listener) + path;
  }

  WsClients.Socket open(String listener, String path) {
    return clients.open(ws(listener, path));
  }

  /** Somebody at another address, as a trusted proxy says. */
  WsClients.Socket openFrom(String address, String listener, String path) {
    return clients.open(ws(listener, path), Map.of(FORWARDED, address));
  }

  WsClients.Socket openRich(String listener, String pathAndQuery) {
    WsClients.Socket socket = clients.open(ws(listener, pathAndQuery), Map.of(), "fanfare.v1.json");
    assertThat(socket.subprotocol()).isEqualTo("fanfare.v1.json");
    return socket;
  }

  int refused(String listener, String path, String origin) {
    return clients.refused(ws(listener, path), Map.of("Origin", origin));
  }

  WsClients.Socket openOf(String origin, String listener, String path) {
    return clients.open(ws(listener, path), Map.of("Origin", origin));
  }

  HttpRequest.Builder request(String listener, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + authority(listener) + path))
        .timeout(FanfareJar.PATIENCE);
  }

  HttpResponse<String> get(String listener, String path) {
    return send(request(listener, path).GET());
  }

  /** A form with one field, as the tutorial's page posts it. */
  HttpRequest.Builder form(String listener, String path, String field, String text) {
    String body = field + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    return request(listener, path)
        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return await(begin(request));
  }

  /** An answer that may take its time. */
  CompletableFuture<HttpResponse<String>> begin(HttpRequest.Builder request) {
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
  }

  <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(FanfareJar.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception failed) {
      throw (AssertionError) server.failure("No answer: " + failed).initCause(failed);
    }
  }

  @Override
  public void close() throws IOException {
    clients.close();
    server.close();
  }
}
