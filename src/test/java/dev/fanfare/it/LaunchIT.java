package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fat jar from the command line: it starts, says so in one line, refuses, and stops. */
class LaunchIT {
  private static final int STOPPED_BY_SIGTERM = 143;
  private static final int WRONG = 2;
  private static final int NOT_STARTED = 15;

  /** Both ways to start. */
  enum Way {
    JAR(Start::jar),
    VERTX_RUN(Start::vertxRun);

    private final Supplier<Start> start;

    Way(Supplier<Start> start) {
      this.start = start;
    }

    Start start() {
      return start.get();
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysOneLineWhenReadyAndStopsOnSigterm(Way way) {
    try (FanfareJar server = way.start().ready()) {
      assertThat(server.http().get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(server.http().get("/health/live").statusCode()).isEqualTo(200);
      assertThat(server.http().get("/").body()).contains("<title>Fanfare</title>");
      assertThat(server.address().getHost()).isEqualTo("localhost");
      assertThat(server.out()).hasSize(1);
      assertThat(server.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
      server.assertQuiet();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondSignalEndsAtOnce(Way way) {
    JsonObject patient = new JsonObject("{\"drain\":{\"notice\":\"60s\"}}");
    try (FanfareJar server = way.start().conf(patient).ready();
        Client socket = Client.to(server, "/ws")) {
      server.signal();
      while (server.http().get("/health/ready").statusCode() == 200) {
        Thread.onSpinWait();
      }
      assertThat(server.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsOpenSocketsAndStreamsAwayWhenItStops(Way way) throws IOException {
    JsonObject atOnce = new JsonObject("{\"drain\":{\"notice\":\"0s\",\"spread\":\"0s\"}}");
    try (FanfareJar server = way.start().conf(atOnce).ready();
        Client raw = Client.to(server, "/ws");
        Client json = Client.speaking("fanfare.v1.json", server, "/ws");
        RawSocket stream = RawSocket.to(server)) {
      json.nextJson("welcome");
      stream.request("GET /rooms/lobby/messages HTTP/1.1", "Accept: text/event-stream");
      stream.until("id: ");
      assertThat(server.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(raw.nextClose().code()).isEqualTo(1012);
      assertThat(json.nextJson("bye").getLong("reconnect")).isPositive();
      assertThat(json.nextClose().code()).isEqualTo(1012);
      assertThat(stream.rest()).as("a complete answer").endsWith("\r\n0\r\n\r\n");
      server.assertQuiet();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesItsConfigurationFromAFile(Way way, @TempDir Path directory) throws IOException {
    Path file = directory.resolve("my own fanfare.json");
    Files.writeString(
        file,
        "{\"http\":{\"port\":0,\"host\":\"127.0.0.1\"},\"endpoints\":{\"/own\":{\"format\":\"json\"}}}");
    try (FanfareJar server =
        way.start().withoutEnv(Start.PORT).args("-conf", file.toString()).ready()) {
      assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
      try (Client client = Client.to(server, "/own")) {
        client.nextJson("welcome");
      }
      server.assertQuiet();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesItsConfigurationFromJsonAndTheEnvironmentBeforeIt(Way way) {
    try (FanfareJar server =
        way.start()
            .conf("{\"http\":{\"port\":1},\"limits\":{\"message-bytes\":\"1KiB\",\"rate\":7}}")
            .env("FANFARE_LIMITS_MESSAGE_BYTES", "2048")
            .ready()) {
      try (Client client = Client.to(server, "/ws?format=json")) {
        assertThat(client.nextJson("welcome").getJsonObject("limits").getInteger("message"))
            .isEqualTo(2048);
      }
      server.assertQuiet();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsAllThatIsWrongWithTheConfigurationAndDoesNotStart(Way way) {
    try (FanfareJar server =
        way.start()
            .withoutEnv(Start.PORT)
            .conf(
                "{\"http\":{\"port\":\"eighty\",\"prot\":1},\"limits\":{\"burst\":-1},\"histroy\":{}}")
            .env("FANFARE_HTTP_PING", "soon")
            .started()) {
      assertThat(server.awaitExit()).isEqualTo(WRONG);
      assertThat(server.out()).isEmpty();
      assertThat(server.err())
          .anyMatch(line -> line.startsWith("http.port: "))
          .anyMatch(line -> line.startsWith("http.prot: ") && line.contains("\"port\""))
          .anyMatch(line -> line.startsWith("limits.burst: "))
          .anyMatch(line -> line.startsWith("histroy: ") && line.contains("\"history\""))
          .anyMatch(line -> line.contains("soon"))
          .hasSize(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotStartWithoutTheFileThatConfNames(Way way) {
    try (FanfareJar server = way.start().args("-conf", "nowhere.json").started()) {
      assertThat(server.awaitExit()).isEqualTo(WRONG);
      assertThat(server.out()).isEmpty();
      assertThat(server.err()).singleElement().asString().contains("nowhere.json");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysSoWhenThePortIsInUse(Way way) {
    try (FanfareJar first = Start.jar().ready();
        FanfareJar second = way.start().port(first.port()).started()) {
      int exit = second.awaitExit();
      if (way == Way.JAR) {
        assertThat(exit).isEqualTo(NOT_STARTED);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
            .singleElement()
            .asString()
            .contains(Integer.toString(first.port()), "http.port");
      } else {
        // That launcher words it, and ends as it ends whenever a verticle fails.
        assertThat(second.out())
            .anyMatch(line -> line.contains("Address already in use"))
            .noneMatch(line -> line.contains("is ready") || line.strip().startsWith("at "));
      }
      assertThat(first.http().get("/health/live").statusCode()).isEqualTo(200);
      first.assertQuiet();
    }
  }

  @Test
  void checksWithoutStarting() {
    try (FanfareJar server =
        Start.jar()
            .args("--check", "-conf", "{\"limits\":{\"rate\":7}}")
            .env("FANFARE_HTTP_PORT", "9000")
            .started()) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.out())
          .anyMatch(line -> line.matches("http\\.port = 9000 .*FANFARE_HTTP_PORT.*"))
          .anyMatch(line -> line.matches("limits\\.rate = 7 .*\\(.*"))
          .anyMatch(line -> line.matches("limits\\.burst = 100 .*default.*"))
          .noneMatch(line -> line.contains("is ready"));
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void checkFindsWhatIsWrong() {
    try (FanfareJar server =
        Start.jar().args("--check", "-conf", "{\"http\":{\"port\":70000}}").started()) {
      assertThat(server.awaitExit()).isZero(); // the environment's port goes before it
    }
    try (FanfareJar server =
        Start.jar()
            .withoutEnv(Start.PORT)
            .args("--check", "-conf", "{\"http\":{\"port\":70000}}")
            .started()) {
      assertThat(server.awaitExit()).isEqualTo(WRONG);
      assertThat(server.err()).singleElement().asString().startsWith("http.port: ");
    }
  }

  @Test
  void refusesWordsThatItDoesNotKnow() {
    try (FanfareJar server = Start.jar().args("--prot", "8080").started()) {
      assertThat(server.awaitExit()).isEqualTo(WRONG);
      assertThat(server.out()).isEmpty();
      assertThat(server.err()).anyMatch(line -> line.startsWith("--prot"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void warnsOfVariablesThatMeanNothing(Way way) {
    try (FanfareJar server = way.start().env("FANFARE_HTTP_PROT", "8080").ready()) {
      assertThat(server.out())
          .filteredOn(line -> line.contains(" WARN "))
          .singleElement()
          .asString()
          .contains("FANFARE_HTTP_PROT")
          .contains("FANFARE_HTTP_PORT");
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void leavesNoLibraryInTheTemporaryDirectoryEvenWhenItIsKilled(@TempDir Path temporary)
      throws IOException {
    try (FanfareJar server = Start.jar().jvm("-Djava.io.tmpdir=" + temporary).ready()) {
      server.kill();
      try (Stream<Path> left = Files.walk(temporary)) {
        assertThat(left).noneMatch(path -> path.toString().contains("sqlite"));
      }
    }
  }

  @Test
  void listensOnlyWhereItSaid() throws IOException {
    assumeTrue(ListeningPorts.canBeTold(), "Skipped: only Linux tells what a process listens to");
    try (FanfareJar server = Start.jar().ready()) {
      assertThat(ListeningPorts.of(server.pid())).isEqualTo(Set.of(server.port()));
    }
  }
}
