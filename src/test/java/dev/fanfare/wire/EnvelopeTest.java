package dev.fanfare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Body;
import dev.fanfare.message.Refusal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private final Envelope envelope = new Envelope("recv", "sender");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"sender\":\"ann\",\"recv\":\"bob\",\"msg\":\"hi\"} | {\"sender\":\"ann\",\"recv\":\"bob\",\"msg\":\"hi\"}",
        "{\"sender\":\"eve\",\"recv\":\"bob\"}                | {\"sender\":\"ann\",\"recv\":\"bob\"}",
        "{\"sender\":{\"a\":[1]},\"recv\":\"bob\",\"x\":1.10} | {\"sender\":\"ann\",\"recv\":\"bob\",\"x\":1.10}",
        "{ \"recv\": \"bob\", \"deep\": {\"sender\": \"eve\"} } | {\"recv\":\"bob\",\"deep\":{\"sender\":\"eve\"},\"sender\":\"ann\"}",
      })
  void signsWithTheTrueSender(String frame, String relayed) {
    Envelope.Letter letter = envelope.open(bytes(frame), "ann");

    assertThat(letter.recipient()).isEqualTo("bob");
    assertThat(letter.body().kind()).isEqualTo(Body.Kind.JSON);
    assertThat(letter.body().asText()).isEqualTo(relayed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"sender\" : \"ann\", \"recv\": \"\\u0062ob\", \"msg\": \"\\/\\u001f\" } ",
        "{\"msg\":1.50,\"recv\":\"bob\",\"\\u0073ender\":\"ann\"}"
      })
  void relaysWhatTellsTheTruthByteByByte(String frame) {
    Envelope.Letter letter = envelope.open(bytes(frame), "ann");

    assertThat(letter.recipient()).isEqualTo("bob");
    assertThat(letter.body().asText()).isEqualTo(frame);
  }

  @Test
  void linesBecomeOne() {
    String frame = "{\n\t\"recv\": \"bob\",\r\n\t\"sender\": \"ann\"\n}";

    assertThat(envelope.open(bytes(frame), "ann").body().asText())
        .isEqualTo("{\"recv\":\"bob\",\"sender\":\"ann\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{bad",
        "7",
        "[\"recv\",\"bob\"]",
        "{}",
        "{\"recv\":7}",
        "{\"recv\":null}",
        "{\"recv\":\"bob\"} {}",
        "{\"recv\":\"a\",\"recv\":\"b\"}"
      })
  void refusesWhatNamesNobody(String frame) {
    assertThatThrownBy(() -> envelope.open(bytes(frame), "ann")).isInstanceOf(Refusal.class);
  }

  @Test
  void aFieldThatIsNotAskedForMeansNothing() {
    Envelope.Letter letter = new Envelope(null, "by").open(bytes("{\"recv\":1}"), "ann");

    assertThat(letter.recipient()).isNull();
    assertThat(letter.body().asText()).isEqualTo("{\"recv\":1,\"by\":\"ann\"}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
