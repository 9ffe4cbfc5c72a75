package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.LOBBY;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  private final BatchCodec codec = new BatchCodec();

  @Test
  void presenceAndWhatIsForOneSessionStayOnTheirNode() {
    for (Event event :
        List.of(new Event.Ping(), new Event.Presence(LOBBY, List.of(ANN), List.of(), 1))) {
      assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), new Batch(null, List.of(event))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
