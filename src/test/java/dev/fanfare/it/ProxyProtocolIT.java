package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import dev.fanfare.contract.OwnCertificate;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Where the PROXY protocol says who comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyProtocolIT {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String FOUR = "c0000207c000020112670050"; // 192.0.2.7, 192.0.2.1, ports
  private static final String SIX =
      "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "12670050";
  private static final String POST =
      "POST /rooms/%s/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
          + "Content-Length: 2\r\nConnection: close\r\n\r\nhi";
  private static final String UPGRADE =
      "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  private static final int SESSIONS = 4;
  private static final String SEEN = "\\[seen .*]";
  private static final String STREAM =
      "GET /rooms/lobby/messages HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

  private FanfareJar server;

  @BeforeAll
  void start() {
    JsonObject who =
        new JsonObject(
            "{\"/who\":{\"identity\":\"ip\",\"welcome\":{\"to\":\"self\",\"say\":\"[seen ${ip}]\"}}}");
    server =
        Start.jar()
            .conf(
                new JsonObject()
                    .put(
                        "http",
                        new JsonObject(
                            "{\"instances\":2,\"proxy-protocol\":true,\"trusted-proxies\":[\"127.0.0.1\",\"192.0.2.50\"]}"))
                    .put("endpoints", who)
                    .put(
                        "listeners",
                        new JsonObject()
                            .put(
                                "secure",
                                new JsonObject()
                                    .put("port", 0)
                                    .put("proxy-protocol", true)
                                    .put("tls", OwnCertificate.files())
                                    .put("endpoints", who)))
                    .put(
                        "limits",
                        new JsonObject(
                            "{\"sessions-per-address\":4,\"post-rate\":1,\"post-burst\":2,\"request-time\":\"1s\"}"))
                    .put("history", new JsonObject("{\"kind\":\"memory\"}"))
                    .put("drain", new JsonObject("{\"notice\":\"0s\",\"spread\":\"0s\"}")))
            .ready();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void eachFormOfTheHeaderTellsTheAddress() throws IOException {
    assertThat(seen(text("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n"))).isEqualTo("192.0.2.7");
    assertThat(seen(text("PROXY TCP6 2001:db8::7 2001:db8::1 4711 80\r\n")))
        .isEqualTo("2001:db8::7");
    assertThat(seen(binary("2111", FOUR))).isEqualTo("192.0.2.7");
    assertThat(seen(binary("2121", SIX))).isEqualTo("2001:db8::7");
    assertThat(seen(binary("2111", FOUR + "040003aaaaaa")))
        .as("more fields")
        .isEqualTo("192.0.2.7");
  }

  @Test
  void aHeaderWithoutAddressLeavesTheProxys() throws IOException {
    assertThat(seen(text("PROXY UNKNOWN\r\n"))).isEqualTo("127.0.0.1");
    assertThat(seen(binary("2000", ""))).as("of its own health check").isEqualTo("127.0.0.1");
    assertThat(seen(paths())).isEqualTo("127.0.0.1");
  }

  @Test
  void figuresAreForWhomItBringsFromATrustedAddressAndForNobodyElse() throws IOException {
    byte[] trusted = text("PROXY TCP4 192.0.2.50 192.0.2.1 4711 80\r\n");
    assertThat(status(trusted, scrape(""))).isEqualTo(200);
    assertThat(status(trusted, scrape("X-Forwarded-For: 192.0.2.50\r\n"))).isEqualTo(403);
    assertThat(status(trusted, scrape("X-Forwarded-For: 192.0.2.7\r\n"))).isEqualTo(403);
    assertThat(status(trusted, scrape("X-Forwarded-For: 192.0.2.7\r\nForwarded: for=x\r\n")))
        .as("the second is the stranger's own, passed on by a proxy behind the other")
        .isEqualTo(403);
    for (byte[] header :
        List.of(
            text("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n"),
            text("PROXY TCP4 127.0.0.1 192.0.2.1 4711 80\r\n"),
            text("PROXY UNKNOWN\r\n"),
            binary("2000", ""),
            paths())) {
      assertThat(status(header, scrape(""))).isEqualTo(403);
    }
  }

  private static String scrape(String headers) {
    return "GET /metrics HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
  }

  @Test
  void tlsComesAfterTheHeader() throws IOException {
    int port =
        server.out().stream()
            .filter(line -> line.contains("Listener secure: "))
            .map(line -> Integer.valueOf(line.replaceAll(".*:(\\d+)/$", "$1")))
            .findFirst()
            .orElseThrow();
    try (Socket plain = from("127.0.0.1", port)) {
      plain.getOutputStream().write(text("PROXY TCP4 192.0.2.9 192.0.2.1 4711 80\r\n"));
      try (SSLSocket secure =
          (SSLSocket)
              OwnCertificate.trusting()
                  .getSocketFactory()
                  .createSocket(plain, "localhost", port, true)) {
        secure.getOutputStream().write(text(UPGRADE.formatted("/who")));
        assertThat(until(secure, SEEN)).endsWith("[seen 192.0.2.9]");
      }
    }
  }

  @Test
  void limitsAreThoseOfTheClientsAddress() throws IOException {
    byte[] eleven = text("PROXY TCP4 192.0.2.11 192.0.2.1 4711 80\r\n");
    byte[] twelve = text("PROXY TCP4 192.0.2.12 192.0.2.1 4711 80\r\n");
    List<Socket> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        Socket session = asks(eleven, i % 2 == 0 ? UPGRADE.formatted("/who") : STREAM);
        sessions.add(session);
        assertThat(until(session, "\r\n")).containsAnyOf("101", "200");
      }
      assertThat(status(eleven, UPGRADE.formatted("/who"))).isEqualTo(429);
      assertThat(status(eleven, STREAM)).isEqualTo(429);
      assertThat(status(twelve, STREAM)).isEqualTo(200);
    } finally {
      close(sessions);
    }
    for (byte[] client : new byte[][] {eleven, twelve}) {
      assertThat(status(client, POST.formatted("limits"))).isEqualTo(201);
      assertThat(status(client, POST.formatted("limits"))).isEqualTo(201);
      assertThat(status(client, POST.formatted("limits"))).isEqualTo(429);
    }
  }

  @Test
  void whoSaysNothingOrSomethingElseIsCutOff() throws IOException {
    try (Socket silent = from("127.0.0.1", server.port());
        Socket plain = asks(new byte[0], POST.formatted("plain"));
        Socket broken = asks(text("PROXY TCP4 nonsense\r\n"), POST.formatted("plain"));
        Socket datagrams = asks(binary("2112", FOUR), POST.formatted("plain"))) {
      for (Socket socket : new Socket[] {plain, broken, datagrams, silent}) {
        assertThat(rest(socket)).isEmpty();
      }
    }
    assertNothingIn("plain");
  }

  @Test
  void whoDripsTheHeaderIsCutOff() throws IOException {
    byte[] header = text("PROXY TCP6 2001:db8::7 2001:db8::1 4711 80\r\n");
    try (Socket slow = from("127.0.0.1", server.port())) {
      slow.setSoTimeout(100);
      int sent = 0;
      while (sent < header.length && !ended(slow, header[sent])) {
        sent++;
      }
      assertThat(sent).isBetween(5, 20);
    }
  }

  /** Waits for as long as the socket is patient. */
  private static boolean ended(Socket socket, byte next) throws IOException {
    try {
      socket.getOutputStream().write(next);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void whoIsNotATrustedProxyIsNotHeard() throws IOException {
    try (Socket stranger = from("127.0.0.2", server.port())) {
      stranger.getOutputStream().write(text("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n"));
      stranger.getOutputStream().write(text(POST.formatted("stranger")));
      assertThat(rest(stranger)).isEmpty();
    }
    assertNothingIn("stranger");
    server.awaitLine("from 127.0.0.2");
    assertThat(server.out().stream().filter(line -> line.contains("from 127.0.0.2"))).hasSize(1);
  }

  /** The line for it in the shipped configuration, with the real program. */
  @Test
  void haproxySaysWhoItsClientsAre(@TempDir Path folder) throws Exception {
    int port = FreePorts.one();
    String shipped = Files.readString(Path.of("conf/haproxy.cfg"));
    String line = "# default-server send-proxy-v2";
    assertThat(shipped).contains(line);
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            shipped
                .replace(line, line.substring(2))
                .replace("127.0.0.1:8081", "127.0.0.1:" + server.port())
                .replaceAll("(?m)^ *server (two|three) .*$", "")
                .replace("bind :8080", "bind 127.0.0.1:" + port));
    Process haproxy =
        new ProcessBuilder("haproxy", "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      while (!isHealthy(port)) {
        assertThat(haproxy.isAlive()).as("haproxy runs").isTrue();
      }
      List<Socket> sessions = new ArrayList<>();
      try {
        for (int i = 0; i < SESSIONS; i++) {
          sessions.add(from("127.0.0.3", port));
          sessions.get(i).getOutputStream().write(text(UPGRADE.formatted("/who")));
          assertThat(until(sessions.get(i), SEEN)).endsWith("[seen 127.0.0.3]");
        }
        for (String client : new String[] {"127.0.0.3", "127.0.0.4"}) {
          try (Socket one = from(client, port)) {
            one.getOutputStream().write(text(UPGRADE.formatted("/who")));
            assertThat(until(one, "\r\n")).contains(client.endsWith("3") ? "429" : "101");
          }
        }
      } finally {
        close(sessions);
      }
      for (int i = 0; i < 3; i++) { // in turn, over whatever connections HAProxy keeps
        for (String client : new String[] {"127.0.0.3", "127.0.0.4"}) {
          try (Socket socket = from(client, port)) {
            socket.getOutputStream().write(text(POST.formatted("haproxy")));
            assertThat(until(socket, "\r\n")).contains(i < 2 ? "201" : "429");
          }
        }
      }
    } finally {
      haproxy.destroy();
      haproxy.waitFor();
    }
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static boolean isHealthy(int port) throws IOException {
    try (Socket socket = from("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(text("GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
      return until(socket, "\r\n").contains("200");
    } catch (SocketException notYet) {
      return false;
    }
  }

  private void assertNothingIn(String room) throws IOException {
    byte[] header = text("PROXY TCP4 192.0.2.99 192.0.2.1 4711 80\r\n");
    String page =
        "GET /rooms/" + room + "/messages HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    try (Socket socket = asks(header, page)) {
      assertThat(rest(socket)).contains("\"messages\":[]");
    }
  }

  /** The address that the server sees behind this header. */
  private String seen(byte[] header) throws IOException {
    try (Socket socket = asks(header, UPGRADE.formatted("/who"))) {
      return until(socket, SEEN).replaceAll("(?s).*\\[seen (.*)]$", "$1");
    }
  }

  private int status(byte[] header, String request) throws IOException {
    try (Socket socket = asks(header, request)) {
      return Integer.parseInt(until(socket, "\r\n").split(" ")[1]);
    }
  }

  private Socket asks(byte[] header, String request) throws IOException {
    Socket socket = from("127.0.0.1", server.port());
    socket.getOutputStream().write(header);
    socket.getOutputStream().write(text(request));
    return socket;
  }

  private static Socket from(String address, int port) throws IOException {
    InetAddress local = InetAddress.getByName(address);
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, local, 0);
    socket.setSoTimeout((int) FanfareJar.PATIENCE.toMillis());
    return socket;
  }

  private static String until(Socket socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().matches("(?s).*" + end)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new SocketException("It ended with " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** All that still comes until the server ends the connection, by a word or by force. */
  private static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        rest.write(c);
      }
    } catch (SocketException reset) {
      // the end
    }
    return rest.toString(StandardCharsets.UTF_8);
  }

  /** The header for who came over a socket that is a file. */
  private static byte[] paths() {
    String path = HexFormat.of().formatHex("/run/some".getBytes(StandardCharsets.US_ASCII));
    return binary("2131", (path + "0".repeat(216 - path.length())).repeat(2));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The binary form: version and command, family and protocol, then the addresses. */
  private static byte[] binary(String head, String addresses) {
    byte[] rest = HexFormat.of().parseHex(addresses);
    byte[] start = HexFormat.of().parseHex(SIGNATURE + head);
    return ByteBuffer.allocate(start.length + Short.BYTES + rest.length)
        .put(start)
        .putShort((short) rest.length)
        .put(rest)
        .array();
  }
}
