package dev.fanfare.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that nobody here wrote: each is cut off while it follows or publishes, comes back by its
 * own means, and has everything once.
 */
class ForeignClientsIT {
  private static final int COUNT = 30;
  private static final int EACH = 10;
  private static final String NPM = "npm (Debian: npm), ws@8 and eventsource@3";
  private static Server server;
  private static Api api;
  private static Path clients;
  private Line line;

  @BeforeAll
  static void start() {
    clients = Foreign.clients();
    // Those who can negotiate compression do so by themselves.
    server = Server.start(new JsonObject().put("http", new JsonObject().put("compression", true)));
    api = new Api(server, "");
  }

  @BeforeEach
  void connect() {
    line = new Line(server);
  }

  @AfterEach
  void nothingWentWrong() {
    line.close();
    server.assertQuiet();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void wsFollows() {
    node();
    follows("ws-follows", "node", "ws.js", "follow");
  }

  @Test
  void wsPublishes() {
    node();
    publishes("ws-publishes", "node", "ws.js", "publish");
  }

  @Test
  void eventsourceFollows() {
    node();
    follows("eventsource", "node", "eventsource.js");
  }

  @Test
  void curlFollows() {
    curl();
    follows("curl-follows", "bash", "curl.sh", "follow");
  }

  @Test
  void curlPublishes() {
    curl();
    publishes("curl-publishes", "bash", "curl.sh", "publish");
  }

  @Test
  void pythonFollows() {
    python();
    follows("python-follows", "/usr/bin/python3", "python.py", "follow");
  }

  @Test
  void pythonPublishes() {
    python();
    publishes("python-publishes", "/usr/bin/python3", "python.py", "publish");
  }

  @Test
  void theBrowsersEventSourceFollows() {
    Path chromium = chromium();
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    try (Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox")))) {
      Page page = browser.newPage();
      page.setDefaultTimeout(Server.PATIENCE.toMillis());
      page.navigate("http://" + line.authority() + "/health/live");
      page.evaluate(
          """
          room => {
            window.got = [];
            const source = new EventSource(`/rooms/${room}/messages?since=start`);
            source.onmessage = event => window.got.push(JSON.parse(event.data).body);
            source.addEventListener('gap', () => window.got.push('gap'));
          }
          """,
          "browser");
      int[] taken = {0};
      followedByOne(
          "browser",
          () -> {
            page.waitForFunction("count => window.got.length > count", taken[0]);
            return (String) page.evaluate("at => window.got[at]", taken[0]++);
          });
    }
  }

  /** A program that prints the body of each message. */
  private void follows(String room, String program, String... args) {
    try (Foreign client = client(room, program, args)) {
      followedByOne(room, client::next);
    }
  }

  /** One third before it comes, one while it is there, one while it is away. */
  private void followedByOne(String room, Supplier<String> next) {
    post(room, 0, EACH);
    List<String> got = take(next, EACH / 2);
    line.cut();
    post(room, EACH, 2 * EACH);
    got.addAll(take(next, EACH + 3));
    int connections = line.connections();
    line.cut();
    post(room, 2 * EACH, COUNT);
    got.addAll(take(next, COUNT - got.size()));
    api.post(room, "fence");
    got.addAll(take(next, 1));
    assertThat(got)
        .isEqualTo(
            Stream.concat(IntStream.range(0, COUNT).mapToObj(i -> "m" + i), Stream.of("fence"))
                .toList());
    assertThat(line.connections()).as("it came back").isGreaterThan(connections);
  }

  /** A program that publishes m0, m1, … with keys, repeats what had no answer, and ends. */
  private void publishes(String room, String program, String... args) {
    line.loseAnswers(2);
    try (Foreign client = client(room, program, args)) {
      assertThat(client.next(EACH)).isEqualTo(bodies(0, EACH));
      line.loseAnswers(1);
      assertThat(client.next(EACH)).isEqualTo(bodies(EACH, 2 * EACH));
      line.cut();
      assertThat(client.succeeded()).as(client.output()).isTrue();
    }
    assertThat(line.answersToLose()).as("answers left to lose").isZero();
    assertThat(api.kept(room).stream().map(message -> message.getString("body")))
        .isEqualTo(bodies(0, COUNT));
  }

  private Foreign client(String room, String program, String... args) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(args));
    command.addAll(List.of(line.authority(), room));
    return Foreign.start(clients, command.toArray(String[]::new));
  }

  private static void post(String room, int from, int to) {
    bodies(from, to).forEach(body -> api.post(room, body));
  }

  private static List<String> bodies(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }

  private static List<String> take(Supplier<String> next, int count) {
    List<String> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.add(next.get());
    }
    return taken;
  }

  private static void node() {
    Foreign.require("node (Debian: nodejs)", clients, "node", "--version");
    if (!Files.isDirectory(clients.resolve("node_modules/eventsource"))) {
      Foreign.require(
          NPM, clients, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
    }
  }

  private static void curl() {
    Foreign.require("curl", clients, "curl", "--version");
  }

  private static void python() {
    Foreign.require("python3-websockets", clients, "/usr/bin/python3", "-c", "import websockets");
  }

  private static Path chromium() {
    String path = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");
    Foreign.require("chromium", clients, path, "--version");
    return Path.of(path);
  }
}
