package dev.fanfare.it;

import static dev.fanfare.it.RawSocket.CLOSE;
import static dev.fanfare.it.RawSocket.FIN;
import static dev.fanfare.it.RawSocket.PING;
import static dev.fanfare.it.RawSocket.PONG;
import static dev.fanfare.it.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.it.RawSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who would not understand a refusal is read more slowly, and loses nothing by it. */
class HeldBackIT {
  private static final int AT_ONCE = 50;
  private static final int ALL = AT_ONCE + 20;

  @Test
  void allThatCameAtOnceIsHeardInOrderUpToTheGoodBye() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < ALL; i++) {
      all.writeBytes(RawSocket.framed(FIN | TEXT, bytes("m" + i)));
      all.writeBytes(RawSocket.framed(FIN | PING, bytes("p" + i)));
    }
    all.writeBytes(RawSocket.framed(FIN | CLOSE, new byte[] {0x10, 0x01})); // 4097
    try (FanfareJar server =
            Start.jar()
                .conf(
                    "{\"limits\":{\"rate\":" + AT_ONCE + ",\"burst\":" + AT_ONCE + ",\"pings\":0}}")
                .ready();
        Client listener = Client.to(server, "/ws?room=slow");
        RawSocket talker = RawSocket.open(server, "/ws?room=slow&echo=false")) {
      talker.send(all.toByteArray());
      for (int i = 0; i < ALL; i++) {
        assertThat(listener.nextText()).isEqualTo("m" + i);
        Frame pong = talker.next();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.text()).isEqualTo("p" + i);
      }
      assertThat(talker.closeCode()).isEqualTo(4097);
      server.assertQuiet();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
