package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.it.Client.Binary;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The WebSocket client that most of JavaScript uses: npm's {@code ws}. */
class NpmIT {
  private static final String SCRIPT =
      """
      const WebSocket = require('ws');
      const socket = new WebSocket(process.argv[2]);
      const got = [];
      socket.on('error', (error) => { console.error(error); process.exit(1); });
      socket.on('open', () => {
        socket.send('text of ws');
        socket.send(Buffer.from([1, 2, 3]));
        socket.ping();
      });
      const seen = (what) => {
        got.push(what);
        if (got.length === 3) socket.close(1000, 'enough');
      };
      socket.on('message', (data, binary) => seen(binary ? data.toString('hex') : data.toString()));
      socket.on('pong', () => seen('pong'));
      socket.on('close', (code) => console.log(JSON.stringify({ got: got.sort(), code })));
      """;

  @Test
  void wsSpeaksWithTheServer() throws Exception {
    Path directory = Npm.ws();
    Program node = Program.called("node", "with npm's ws client");
    Path script = Files.writeString(directory.resolve("client.js"), SCRIPT);
    try (FanfareJar server = Start.jar().ready();
        Client ann = Client.to(server, "/ws")) {
      String said = node.in(directory).run(script.toString(), server.ws("/ws").toString());
      assertThat(said.strip())
          .isEqualTo("{\"got\":[\"010203\",\"pong\",\"text of ws\"],\"code\":1000}");
      assertThat(ann.nextText()).isEqualTo("text of ws");
      assertThat(ann.next()).isEqualTo(Binary.of(new byte[] {1, 2, 3}));
      server.assertQuiet();
    }
  }
}
