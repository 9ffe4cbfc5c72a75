package dev.fanfare.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Refusal;
import io.vertx.core.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded: a failure names the seed that shows it again. */
class JsonFuzzTest {
  private static final List<String> VALID =
      List.of(
          "{\"type\":\"join\",\"ref\":\"1\",\"room\":\"lobby\",\"since\":\"k3x9f2-40\"}",
          "{\"type\":\"publish\",\"room\":\"lobby\",\"key\":\"9f\",\"body\":{\"a\":[1.10,null]}}",
          "{\"ref\":\"x\",\"type\":\"publish\",\"to\":\"u2\",\"body\":\"h\\u00e9😀\"}",
          "{\"type\":\"publish\",\"body\":\"AP+A\",\"encoding\":\"base64\",\"ref\":\"9\"}",
          "{\"type\":\"history\",\"room\":\"a.b:c\",\"before\":\"k3x9f2-42\",\"limit\":50}",
          "{\"type\":\"rename\",\"name\":\"Ann\"}");
  private static final String SPLINTERS = "{}[]\",:\\u0123456789eE+-.tfn \n\0é\ufeff";

  private final JsonFormat format = new JsonFormat();

  @Test
  void brokenCommandsEndInARefusalAndNothingElse() {
    for (int seed = 0; seed < 60_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = mutate(VALID.get(random.nextInt(VALID.size())).getBytes(UTF_8), random);
      refusedOrFine(seed, bytes, () -> format.decode(new Payload(false, bytes)));
      refusedOrFine(seed, bytes, () -> BodyJson.parse(bytes));
    }
  }

  @Test
  void whatIsEncodedIsDecodedToTheSameBody() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      Body body = body(random);
      String message = Samples.string(MessageJson.encode(Samples.said(body)));
      String publish = message.replace("\"type\":\"message\"", "\"type\":\"publish\"");
      assertThat(((Command.Publish) format.decode(Samples.text(publish))).body())
          .as("seed %d", seed)
          .isEqualTo(body);
    }
  }

  @Test
  void jsonMeansTheSameToAnotherReader() {
    for (int seed = 0; seed < 3_000; seed++) {
      String value = value(new Random(seed), 4);
      Body body = BodyJson.parse(value.getBytes(UTF_8));
      if (body.kind() == Body.Kind.JSON) {
        assertThat(Json.decodeValue(body.asText())).isEqualTo(Json.decodeValue(value));
        assertThat(BodyJson.parse(body.bytes())).as("seed %d", seed).isEqualTo(body);
      } else {
        assertThat(body.asText()).isEqualTo(Json.decodeValue(value));
      }
    }
  }

  private static void refusedOrFine(int seed, byte[] bytes, Runnable reading) {
    try {
      reading.run();
    } catch (Refusal refusal) {
      assertThat(refusal.detail()).doesNotContain("jackson");
    } catch (RuntimeException | Error e) {
      fail("seed " + seed + ": " + new String(bytes, UTF_8), e);
    }
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(bytes.length);
      int to = at + random.nextInt(bytes.length - at);
      String text = new String(bytes, UTF_8);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) SPLINTERS.charAt(random.nextInt(SPLINTERS.length()));
        case 2 -> bytes = (text + text).getBytes(UTF_8);
        case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), to - at);
      }
    }
    return bytes;
  }

  private static Body body(Random random) {
    byte[] bytes = new byte[random.nextInt(50)];
    random.nextBytes(bytes);
    return switch (random.nextInt(3)) {
      case 0 -> Body.of(Body.Kind.BINARY, bytes);
      case 1 -> Body.text(new String(bytes, UTF_8) + "\ud83d\ude00");
      default -> BodyJson.parse(value(random, 3).getBytes(UTF_8));
    };
  }

  /** Some JSON with odd spacing, escapes and numbers. */
  private static String value(Random random, int deep) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? " " : "");
    switch (random.nextInt(deep > 0 ? 6 : 4)) {
      case 0 -> text.append(random.nextInt(100) - 50).append(random.nextBoolean() ? ".50" : "");
      case 1 -> text.append(List.of("true", "false", "null", "1e2", "-0.0").get(random.nextInt(5)));
      case 2, 3 -> text.append(string(random));
      case 4 -> {
        text.append('[');
        for (int n = random.nextInt(4); n > 0; n--) {
          text.append(value(random, deep - 1)).append(n > 1 ? "," : "");
        }
        text.append(']');
      }
      default -> {
        text.append('{');
        for (int n = random.nextInt(4); n > 0; n--) {
          text.append("\"k").append(n).append("\\u00e9\" : ").append(value(random, deep - 1));
          text.append(n > 1 ? "," : "");
        }
        text.append('}');
      }
    }
    return text.append(random.nextBoolean() ? "\n" : "").toString();
  }

  private static String string(Random random) {
    List<String> parts = List.of("a", "é", "😀", "\\ud83d\\ude00", "\\n", "\\u0000", "\\/", "\\\"");
    StringBuilder text = new StringBuilder("\"");
    for (int n = random.nextInt(9); n > 0; n--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.append('"').toString();
  }
}
