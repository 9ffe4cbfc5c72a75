package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void winsOverTheFile() {
    Loaded loaded =
        read(
            "{\"http\": {\"port\": 1, \"host\": \"127.0.0.1\"}}",
            Map.of(
                "FANFARE_HTTP_PORT", " 9000 ",
                "FANFARE_LIMITS_MESSAGE_BYTES", "32768",
                "FANFARE_LIMITS_WAIT", "5s",
                "FANFARE_ENDPOINTS", "{\"/ws\": null, \"/chat\": {\"echo\": false}}",
                "FANFARE_ROOMS", "[{\"match\": \"a\"}]",
                "FANFARE_LOG_ACCESS", "TRUE"));

    assertThat(loaded.config().http().port()).isEqualTo(9000);
    assertThat(loaded.config().http().host()).isEqualTo("127.0.0.1");
    assertThat(loaded.config().limits().messageBytes()).isEqualTo(32768);
    assertThat(loaded.config().limits().maxWait()).hasSeconds(5);
    assertThat(loaded.config().endpoints()).containsOnlyKeys("/chat");
    assertThat(loaded.config().rooms()).hasSize(1);
    assertThat(loaded.config().log().access()).isTrue();
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void writesListsWithCommas() {
    Loaded loaded =
        read(
            "{}", Map.of("FANFARE_HTTP_HOSTS", "a.example, b.example", "FANFARE_CLUSTER_JOIN", ""));

    assertThat(loaded.config().http().hosts()).containsExactly("a.example", "b.example");
    assertThat(loaded.config().cluster().join()).isEmpty();
  }

  @Test
  void makesASectionThatIsNotThereByDefault() {
    Loaded loaded =
        read("{}", Map.of("FANFARE_HTTP_TLS_CERT", "c.pem", "FANFARE_HTTP_TLS_KEY", "k.pem"));

    assertThat(loaded.config().http().tls()).isEqualTo(new Tls("c.pem", "k.pem"));
  }

  @Test
  void onlyWarnsOfStrangers() {
    Loaded loaded =
        read("{}", Map.of("FANFARE_HTTP_PROT", "1", "FANFARE_SERVICE_HOST", "x", "PATH", "/bin"));

    assertThat(loaded.warnings())
        .containsExactly(
            "FANFARE_HTTP_PROT: no key has this variable, it is ignored; did you mean"
                + " FANFARE_HTTP_PORT?",
            "FANFARE_SERVICE_HOST: no key has this variable, it is ignored");
  }

  @Test
  void hasOneVariableForEachKey() {
    List<String> names = new ArrayList<>();
    ConfigReader.SCHEMA.list("", line -> names.add(Place.variable(line.path())));

    assertThat(names).doesNotHaveDuplicates().contains("FANFARE_LIMITS_MESSAGE_BYTES");
  }

  private static Loaded read(String json, Map<String, String> env) {
    return ConfigReader.read(new JsonObject(json), env, false);
  }
}
