package dev.fanfare.bench;

import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.wire.JsonFormat;
import dev.fanfare.wire.Payload;
import dev.fanfare.wire.RawFormat;
import dev.fanfare.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a format costs: once per command, and once per message and room, however many are in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonFormatBench {
  private final JsonFormat json = new JsonFormat();
  private final RawFormat raw = new RawFormat();
  private final Payload text = payload("\"" + "a text of some length ".repeat(6) + "\"");
  private final Payload object = payload("{\"temperature\":21.5,\"tags\":[\"a\",\"b\"],\"n\":1}");
  private final Event.Message message =
      new Event.Message(
          new Publication(
              new RoomName("lobby"),
              new Position("k3x9f2abcd", 123_456),
              1_795_000_000_000L,
              new User("gdemsyhwwuj7btvk5", "Ann"),
              null,
              Body.text("a text of some length ".repeat(6)),
              "s"));

  @Benchmark
  public Command decodeText() {
    return json.decode(text);
  }

  @Benchmark
  public Command decodeObject() {
    return json.decode(object);
  }

  @Benchmark
  public Payload encodeMessage() {
    return json.encode(message);
  }

  @Benchmark
  public Payload encodeRaw() {
    return raw.encode(message);
  }

  @Benchmark
  public boolean checkUtf8() {
    return Utf8.valid(text.bytes());
  }

  private static Payload payload(String body) {
    String command =
        "{\"type\":\"publish\",\"ref\":\"17\",\"room\":\"lobby\",\"key\":\"k-17\",\"body\":" + body;
    return new Payload(false, (command + "}").getBytes(StandardCharsets.UTF_8));
  }
}
