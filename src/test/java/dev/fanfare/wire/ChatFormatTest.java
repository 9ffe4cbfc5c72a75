package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.BOB;
import static dev.fanfare.wire.Samples.HERE;
import static dev.fanfare.wire.Samples.LOBBY;
import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static dev.fanfare.wire.Samples.message;
import static dev.fanfare.wire.Samples.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.User;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatFormatTest {
  private final ChatFormat chat = new ChatFormat();

  @Test
  void textIsPublishedAndBytesAreRefused() {
    assertThat(chat.decode(Samples.text("hi")))
        .isEqualTo(new Command.Publish(null, null, null, Body.text("hi")));
    assertThatThrownBy(() -> chat.decode(new Payload(true, new byte[1])))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aMessageIsAUserObject() {
    assertThat(sent(message(Body.text("say \"hé\"\n"))))
        .isEqualTo(
            "{\"type\":\"user\",\"id\":\"u1\",\"name\":\"Ann\",\"message\":\"say \\\"hé\\\"\\n\","
                + "\"room\":\"lobby\",\"position\":\"k3x9f2-42\",\"time\":1700000000000}");
    assertThat(sent(message(json("{\"a\":1.10}")))).contains("\"message\":{\"a\":1.10},\"room\"");
    assertThat(chat.encode(message(binary(1)))).isNull();
  }

  @Test
  void theRoomSpeaksInSentences() {
    User eve = new User("u3", "Eve \"x\"");
    assertThat(sent(new Event.Welcome("s", eve, "n", 25, 1, 1, LOBBY, HERE)))
        .isEqualTo("{\"type\":\"sys\",\"message\":\"Welcome, Eve \\\"x\\\"\"}");
    assertThat(sent(new Event.Presence(LOBBY, List.of(ANN, BOB), List.of(), 2)))
        .isEqualTo("{\"type\":\"sys\",\"message\":\"Ann, Bob joined\"}");
    assertThat(sent(new Event.Presence(LOBBY, List.of(ANN), List.of(BOB), 1)))
        .isEqualTo("{\"type\":\"sys\",\"message\":\"Ann joined; Bob left\"}");
    assertThat(chat.encode(new Event.Presence(LOBBY, List.of(), List.of(), 300))).isNull();
    assertThat(sent(new Event.Failure("1", Code.FORBIDDEN, "Not here.", 0)))
        .isEqualTo("{\"type\":\"sys\",\"message\":\"Not here.\"}");
    assertThat(chat.encode(new Event.Ping())).isNull();
  }

  private String sent(Event event) {
    Payload payload = chat.encode(event);
    assertThat(payload.binary()).isFalse();
    return string(payload.bytes());
  }
}
