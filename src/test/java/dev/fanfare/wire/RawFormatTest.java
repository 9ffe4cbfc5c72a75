package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static dev.fanfare.wire.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawFormatTest {
  private final RawFormat raw = new RawFormat();

  @Test
  void whatASocketSendsIsTheBodyItself() {
    Payload text = Samples.text("{\"type\":\"nope\"} ");
    Command.Publish publish = (Command.Publish) raw.decode(text);

    assertThat(publish).isEqualTo(new Command.Publish(null, null, null, publish.body()));
    assertThat(publish.body().kind()).isEqualTo(Body.Kind.TEXT);
    assertThat(publish.body().bytes()).isSameAs(text.bytes());
    assertThat(raw.decode(new Payload(true, new byte[] {0, -1})))
        .isEqualTo(new Command.Publish(null, null, null, binary(0, 255)));
  }

  @Test
  void bodiesGoOutUncopiedInFramesOfTheirKind() {
    for (Body body : List.of(Body.text("é"), json("[1,2]"), binary(1, 2, 255))) {
      Payload payload = raw.encode(message(body));
      assertThat(payload.bytes()).isSameAs(body.bytes());
      assertThat(payload.binary()).isEqualTo(body.kind() == Body.Kind.BINARY);
    }
  }

  @Test
  void nothingElseIsEverSent() {
    assertThat(raw.answers()).isFalse();
    assertThat(raw.encode(new Event.Ping())).isNull();
    assertThat(raw.encode(new Event.Gap(Samples.LOBBY, Samples.HERE))).isNull();
  }
}
