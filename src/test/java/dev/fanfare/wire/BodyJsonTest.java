package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Body;
import dev.fanfare.message.Refusal;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class BodyJsonTest {
  @Test
  void aStringIsTextAndAnythingElseIsJson() {
    assertThat(parse("\"h\\u00e9\"")).isEqualTo(Body.text("hé"));
    assertThat(parse("\"\"")).isEqualTo(Body.text(""));
    assertThat(parse(" { \"a\" : 1.10 } ")).isEqualTo(json("{\"a\":1.10}"));
    assertThat(parse("null")).isEqualTo(json("null"));
    assertThat(parse("-0")).isEqualTo(json("-0"));
  }

  @Test
  void onlyOneStrictValueInUtf8IsTaken() {
    refused("", UTF_8);
    refused("{} {}", UTF_8);
    refused("1 2", UTF_8);
    refused("{\"a\":1,\"a\":1}", UTF_8);
    refused("\"\\udc00\"", UTF_8);
    refused("'x'", UTF_8);
    refused("\ufeff{}", UTF_8);
    refused("{\"a\":1}", UTF_16BE);
    refused("\"é\"", ISO_8859_1);
    refused("[".repeat(60_000), UTF_8);
    refused("9".repeat(60_000), UTF_8);
  }

  @Test
  void longTextCrossesTheReadersBufferUnharmed() {
    for (int shift = 0; shift < 7; shift++) {
      String text = "x".repeat(shift) + "a😀é".repeat(15_000);
      assertThat(parse('"' + text + '"').equals(Body.text(text))).isTrue();
      String escaped = text.replace("😀", "\\ud83d\\ude00");
      String list = "[\"" + text + "\",{\"" + text + "\":1}]";
      String escapedList = "[\"" + escaped + "\",{\"" + escaped + "\":1}]";
      assertThat(parse(escapedList).equals(json(list))).isTrue();
    }
  }

  private static Body parse(String text) {
    return BodyJson.parse(text.getBytes(UTF_8));
  }

  private static void refused(String text, Charset charset) {
    assertThatThrownBy(() -> BodyJson.parse(text.getBytes(charset)))
        .as(text.length() < 99 ? text : text.substring(0, 9))
        .isInstanceOf(Refusal.class);
  }
}
