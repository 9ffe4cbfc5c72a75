package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The developer's guide to endpoints tells the truth: what it prints is run. */
class EndpointsPageIT {
  private static final Path BASE = Path.of(System.getProperty("fanfare.basedir", "."));
  private static final Pattern JSON = Pattern.compile("(?s)```json\n(.*?)\n```");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^\\$ (\\w+) (.*)\n(.*)$");

  /** The server that wrote the page's answers; another one has another epoch. */
  private static final String EPOCH = "hcl2hvjd58";

  private final String page = Files.readString(BASE.resolve("src/site/markdown/endpoints.md"));

  EndpointsPageIT() throws IOException {}

  @Test
  void theTickerWorksAsPrinted(@TempDir Path directory) throws Exception {
    Matcher json = JSON.matcher(page);
    assertThat(json.find()).isTrue();
    Path file = Files.writeString(directory.resolve("ticker.json"), json.group(1));
    assertThat(page).contains("java -jar target/fanfare.jar -conf ticker.json");
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
    assertThat(examples.stream().map(example -> example.group(1)))
        .containsExactly("wscat", "curl", "curl");
    try (FanfareJar server = Start.jar().args("-conf", file.toString()).ready();
        WsClients clients = WsClients.start()) {
      WsClients.Socket socket =
          clients.open(examples.get(0).group(2).replace("-c ", "").replace("8080", port(server)));
      socket.send("ignored");
      JsonObject stored = curl(server, examples.get(1), EPOCH);
      assertThat(stored.getString("room")).isEqualTo("price");
      String epoch = stored.getString("position").replaceFirst("-1$", "");
      assertThat(stored.encode().replace(epoch, EPOCH)).isEqualTo(examples.get(1).group(3));
      assertPrinted(new JsonObject(socket.text()), examples.get(0).group(3).substring(2));
      assertPrinted(curl(server, examples.get(2), epoch), examples.get(2).group(3));
      server.assertQuiet();
    }
  }

  private static String port(FanfareJar server) {
    return Integer.toString(server.port());
  }

  /** The same in all but the time. */
  private static void assertPrinted(JsonObject answer, String printed) {
    JsonObject expected = new JsonObject(printed);
    assertThat(answer.getLong("at")).isPositive();
    expected.put("at", answer.getLong("at"));
    assertThat(answer.encode()).isEqualTo(expected.encode());
  }

  private static JsonObject curl(FanfareJar server, MatchResult example, String epoch)
      throws Exception {
    Program.called("curl", "the guide's examples");
    String words = example.group(2).replace("8080", port(server)).replace(EPOCH, epoch).strip();
    String said =
        Program.called("sh", "the guide's examples")
            .run("-c", "exec curl -sS --max-time 30 " + words);
    return new JsonObject(said);
  }
}
