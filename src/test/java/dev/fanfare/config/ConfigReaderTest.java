package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fanfare.config.RoomRule.SlowConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {

  @Test
  void saysNothingAndGetsTheDefaults() {
    FanfareConfig config = FanfareConfig.defaults();

    assertThat(config.http())
        .isEqualTo(
            new Http(
                "0.0.0.0",
                8080,
                "webroot",
                0,
                Http.Transport.AUTO,
                Http.Outbound.DIRECT,
                Duration.ZERO,
                false,
                null,
                List.of(),
                false,
                List.of(),
                Duration.ofSeconds(25),
                Duration.ofSeconds(60)));
    assertThat(config.endpoints()).containsOnlyKeys("/ws");
    Endpoint usual = config.endpoints().get("/ws");
    assertThat(usual.accepts()).containsExactly(Endpoint.Accepts.WEBSOCKET);
    assertThat(usual.room()).isEqualTo("lobby");
    assertThat(usual.format()).isEqualTo(Look.named("raw"));
    assertThat(usual.echo()).isTrue();
    assertThat(usual.guests()).isTrue();
    assertThat(config.listeners()).isEmpty();
    assertThat(config.history().roomBytes()).isEqualTo(4 << 20);
    assertThat(config.rooms()).isEmpty();
    assertThat(config.limits().messageBytes()).isEqualTo(65536);
    assertThat(config.limits().outboundTotal()).isEqualTo(new Share(0, 25));
    assertThat(config.limits().dedup()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.cluster().busHost()).isNull();
  }

  @Test
  void mergesObjectsDeepAndReplacesLists() {
    FanfareConfig config =
        read(
            """
            {"http": {"port": 9000, "hosts": ["Chat.Example"]},
             "endpoints": {"/ws": {"echo": false}, "/more": {"format": "fanfare.v1.json"}}}
            """);

    assertThat(config.http().port()).isEqualTo(9000);
    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(config.http().hosts()).containsExactly("chat.example");
    assertThat(config.endpoints().keySet()).containsExactly("/ws", "/more");
    assertThat(config.endpoints().get("/ws").echo()).isFalse();
    assertThat(config.endpoints().get("/ws").room()).isEqualTo("lobby");
    assertThat(config.endpoints().get("/more").format()).isEqualTo(Look.named("json"));
  }

  @Test
  void aShareIsAPartOfTheWholeOrASize() {
    assertThat(total("\"10%\"").of(1_000)).isEqualTo(100);
    assertThat(total("\"64KiB\"").of(1_000)).isEqualTo(65_536);
    assertThat(total("70000").of(1_000)).isEqualTo(70_000);
    assertThat(total("0").of(1_000)).isZero();
  }

  private static Share total(String json) {
    return read("{\"limits\": {\"outbound-total\": " + json + "}}").limits().outboundTotal();
  }

  @Test
  void nullFallsBackToTheDefaultAndRemovesAnEntry() {
    FanfareConfig config =
        read(
            """
            {"http": {"port": null, "tls": null}, "history": null, "rooms": null,
             "endpoints": {"/ws": null, "/never": null}}
            """);

    assertThat(config).isEqualTo(without("/ws"));
  }

  private static FanfareConfig without(String path) {
    FanfareConfig config = FanfareConfig.defaults();
    assertThat(config.endpoints()).containsOnlyKeys(path);
    return new FanfareConfig(
        config.http(),
        Map.of(),
        config.listeners(),
        config.history(),
        config.rooms(),
        config.presence(),
        config.limits(),
        config.access(),
        config.cluster(),
        config.drain(),
        config.metrics(),
        config.log());
  }

  @Test
  void readsRulesOfRooms() {
    FanfareConfig config =
        read(
            """
            {"rooms": [{"match": "ops.*", "read-only": true, "slow-consumer": "skip",
                        "history": {"messages": 5, "age": "1h", "room-bytes": "8KiB"}},
                       {"match": "*"}]}
            """);

    assertThat(config.rooms())
        .containsExactly(
            new RoomRule("ops.*", 5, Duration.ofHours(1), 8192L, SlowConsumer.SKIP, true),
            new RoomRule("*", null, null, null, SlowConsumer.CLOSE, false));
  }

  @Test
  void readsEveryNotation() {
    FanfareConfig config =
        read(
            """
            {"http": {"transport": "io_uring", "tls": {"cert": "c.pem", "key": "k.pem"},
                      "trusted-proxies": ["10.0.0.0/8", "::1"], "ping": "250ms"},
             "limits": {"message-bytes": 1024, "outbound-bytes": "2MiB", "wait": "5m",
                        "handshakes-per-address": "7/s"},
             "access": {"origins": ["https://A.example", "*"]},
             "log": {"level": "off", "format": "json"}}
            """);

    assertThat(config.http().transport()).isEqualTo(Http.Transport.IO_URING);
    assertThat(config.http().tls()).isEqualTo(new Tls("c.pem", "k.pem"));
    assertThat(config.http().trustedProxies())
        .containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1"));
    assertThat(config.http().ping()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.limits().messageBytes()).isEqualTo(1024);
    assertThat(config.limits().outboundBytes()).isEqualTo(2 << 20);
    assertThat(config.limits().maxWait()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.limits().handshakesPerAddress()).isEqualTo(7);
    assertThat(config.access().origins()).containsExactly("https://a.example", "*");
    assertThat(config.log()).isEqualTo(new Log(Log.Level.OFF, Log.Format.JSON, false));
  }

  @Test
  void reportsAllProblemsAtOnceOneLineEach() {
    ConfigException refused =
        refusal(
            """
            {"htp": {}, "http": {"port": 70000, "prot": 1}, "history": 5,
             "limits": {"rate": 50, "burst": 3}}
            """);

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("htp", "http.port", "http.prot", "history", "limits.burst");
    assertThat(refused.getMessage().lines()).hasSize(5);
    assertThat(refused.getStackTrace()).isEmpty();
  }

  @Test
  void doesNotTouchTheFile() {
    JsonObject file = new JsonObject("{\"endpoints\": {\"/ws\": null}, \"http\": {\"port\": 1}}");
    JsonObject before = file.copy();

    ConfigReader.read(file, Map.of("FANFARE_HTTP_PORT", "2"), false);

    assertThat(file).isEqualTo(before);
  }

  private static FanfareConfig read(String json) {
    return ConfigReader.read(new JsonObject(json), Map.of(), false).config();
  }

  private static ConfigException refusal(String json) {
    return catchThrowableOfType(ConfigException.class, () -> read(json));
  }
}
