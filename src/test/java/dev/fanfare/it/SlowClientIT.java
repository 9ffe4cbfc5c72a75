package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.it.SlowClient.Way;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What exactly a client is told that stopped reading, and that it misses nothing else; while
 * another one in its room hears every message.
 */
class SlowClientIT extends BesideNeighbour {
  private static final String TEXT = " " + "x".repeat(60_000);

  /** More than what kernels keep for such a client, and four times the limit. */
  private static final int FLOOD = 120;

  /** More than what kernels keep, and less than four times the limit. */
  private static final int WAVE = 70;

  /** The section {@code http} of the server's configuration. */
  JsonObject http() {
    return new JsonObject().put("instances", 1);
  }

  @Override
  Start configured() {
    return Start.jar()
        .conf(
            new JsonObject(
                    """
                {"history": {"kind": "memory", "room-bytes": "16MiB"},
                 "rooms": [{"match": "skip-*", "slow-consumer": "skip"},
                           {"match": "latest-*", "slow-consumer": "latest"}],
                 "limits": {"post-rate": 0, "outbound-bytes": "700KiB"}}
                """)
                .put("http", http()));
  }

  @ParameterizedTest
  @EnumSource
  void isSentAwayAndComesBackForTheRest(Way way) throws Exception {
    Talk talk = new Talk("close-" + way);
    int heard;
    try (SlowClient slow = talk.slow(way, "now")) {
      talk.say(FLOOD);
      List<Integer> numbers = slow.untilTheEnd();
      heard = numbers.size();
      assertThat(numbers).isEqualTo(numbers(0, heard)).hasSizeBetween(1, FLOOD - 1);
      assertThat(slow.ending()).isEqualTo(way == Way.STREAM ? "the end of the stream" : "4001");
      assertThat(slow.gaps()).isEmpty();
    }
    try (SlowClient again = talk.slow(way, talk.position(heard - 1))) {
      assertThat(again.next(FLOOD - heard)).isEqualTo(numbers(heard, FLOOD));
      talk.say(1);
      assertThat(again.next(1)).containsExactly(FLOOD);
    }
    talk.end();
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "STREAM"})
  void isToldOfAGapAndHearsWhatComesThen(Way way) throws Exception {
    Talk talk = new Talk("skip-" + way);
    try (SlowClient slow = talk.slow(way, "now")) {
      talk.say(FLOOD);
      List<Integer> numbers = slow.untilAGap();
      assertThat(numbers).isEqualTo(numbers(0, numbers.size())).hasSizeBetween(1, FLOOD - 1);
      talk.say(2);
      assertThat(slow.next(2)).containsExactly(FLOOD, FLOOD + 1);
      assertThat(slow.gaps()).containsExactly(talk.position(FLOOD - 1));
    }
    talk.end();
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "STREAM"})
  void isToldOfAGapAndHearsTheNewest(Way way) throws Exception {
    Talk talk = new Talk("latest-" + way);
    try (SlowClient slow = talk.slow(way, "now")) {
      talk.say(FLOOD);
      List<Integer> numbers = slow.untilAGap();
      assertThat(numbers).isEqualTo(numbers(0, numbers.size())).hasSizeBetween(1, FLOOD - 2);
      talk.say(1);
      assertThat(slow.next(2)).containsExactly(FLOOD - 1, FLOOD);
      assertThat(slow.gaps()).containsExactly(talk.position(FLOOD - 2));
    }
    talk.end();
  }

  @Test
  void isSentAwayByEveryRuleIfItCannotBeToldOfAGap() throws Exception {
    for (String rule : List.of("skip", "latest")) {
      Talk talk = new Talk(rule + "-untold");
      try (SlowClient slow = talk.slow(Way.RAW, "now")) {
        talk.say(FLOOD);
        List<Integer> numbers = slow.untilTheEnd();
        assertThat(numbers).isEqualTo(numbers(0, numbers.size()));
        assertThat(slow.ending()).isEqualTo("4001");
      }
      talk.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void missesNothingIfItReadsAgainInTime(Way way) throws Exception {
    for (String rule : List.of("close", "skip", "latest")) {
      Talk talk = new Talk(rule + "-wave-" + way);
      try (SlowClient slow = talk.slow(way, "now")) {
        for (int wave = 0; wave < 2; wave++) {
          talk.say(WAVE);
          assertThat(slow.next(WAVE)).isEqualTo(numbers(wave * WAVE, (wave + 1) * WAVE));
        }
      }
      talk.end();
    }
  }

  /** Nothing may be lost of the native memory that they held: the server's end tells. */
  @ParameterizedTest
  @EnumSource
  void diesInTheMiddleOfAMessage(Way way) throws Exception {
    Talk talk = new Talk("close-dying-" + way);
    List<SlowClient> dying = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      dying.add(talk.slow(way, "now"));
    }
    talk.say(50);
    for (SlowClient client : dying) {
      talk.say(1);
      client.die();
    }
    talk.end();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** One who talks in a room, and one who hears it at once. */
  private final class Talk {
    private final String room;
    private final Client listener;
    private final List<String> positions = new ArrayList<>();

    Talk(String room) {
      this.room = room;
      listener = Client.to(server, "/ws?room=" + room);
    }

    SlowClient slow(Way way, String since) throws IOException {
      return SlowClient.to(server, way, room, since);
    }

    /** Says so many messages that begin with their number; each is heard before the next. */
    void say(int count) {
      for (int i = 0; i < count; i++) {
        String text = positions.size() + TEXT;
        String answer = server.http().post("/rooms/" + room + "/messages", text).body();
        positions.add(new JsonObject(answer).getString("position"));
        assertThat(listener.nextText()).isEqualTo(text);
      }
    }

    String position(int number) {
      return positions.get(number);
    }

    void end() {
      listener.close();
    }
  }
}
