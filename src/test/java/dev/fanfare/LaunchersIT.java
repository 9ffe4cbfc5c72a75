package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fat jar, started by our own main class and by Vert.x' {@code run} command. */
@Timeout(120)
class LaunchersIT {
  private static final Path JAR = Path.of(System.getProperty("fanfare.jar", "target/fanfare.jar"));
  private static final Pattern READY = Pattern.compile("Fanfare is ready: (http://\\S+?)/?$");
  private static final String ANY_PORT = "\"http\":{\"host\":\"127.0.0.1\",\"port\":0}";

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void kill() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-jar", "run"})
  void servesUntilItIsTerminated(String launcher) throws Exception {
    Process process = start(launcher, "-conf", "{" + ANY_PORT + "}");
    String address = ready(process);
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/health/live")).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    process.toHandle().destroy(); // unlike the process, it leaves the streams open
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(process.errorReader().lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-jar", "run"})
  void wrongConfigurationIsSaidAndNothingStarts(String launcher) throws Exception {
    Process process = start(launcher, "-conf", "{\"http\":{\"prot\":1,\"port\":99999}}");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(process.errorReader().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("http.p"));
    assertThat(process.inputReader().lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-jar", "run"})
  void twoNodesAreOneRoom(String launcher) throws Exception {
    int port = freePort();
    List<String> addresses = new ArrayList<>();
    for (int node = 1; node <= 2; node++) {
      String cluster =
          "\"cluster\":{\"host\":\"127.0.0.%d\",\"port\":%d,\"join\":[\"127.0.0.1:%d\",\"127.0.0.2:%d\"]}"
              .formatted(node, port, port, port);
      addresses.add(
          ready(start(launcher, "-cluster", "-conf", "{" + ANY_PORT + "," + cluster + "}")));
    }
    Listener there = new Listener();
    connect(addresses.get(1), there);
    WebSocket here = connect(addresses.get(0), new Listener());
    here.sendText("across", true).get(10, TimeUnit.SECONDS);
    assertThat(there.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("across");
    for (Process process : started) {
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(143);
    }
  }

  @Test
  void takenPortIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String conf = "{\"http\":{\"host\":\"127.0.0.1\",\"port\":" + taken.getLocalPort() + "}}";
      Process process = start("-jar", "-conf", conf);
      assertThat(process.waitFor()).isEqualTo(15);
      assertThat(process.errorReader().lines())
          .singleElement()
          .asString()
          .contains("port " + taken.getLocalPort());
    }
  }

  private Process start(String launcher, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    if (launcher.equals("-jar")) {
      command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    } else {
      command.addAll(List.of("-cp", JAR.toAbsolutePath().toString(), "io.vertx.core.Launcher"));
      command.addAll(List.of("run", "dev.fanfare.FanfareVerticle"));
    }
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
    started.add(process);
    return process;
  }

  private static String ready(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = READY.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
      said.add(line);
    }
    throw new AssertionError("Not ready: " + said + process.errorReader().lines().toList());
  }

  private WebSocket connect(String address, Listener listener) throws Exception {
    URI uri = URI.create(address.replace("http:", "ws:") + "/ws?room=launchers");
    return http.newWebSocketBuilder().buildAsync(uri, listener).get(20, TimeUnit.SECONDS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return null;
    }
  }
}
