package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.config.ConfigReader;
import dev.fanfare.config.Endpoint;
import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Event.Notice.Kind;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.User;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What endpoints with a look of their own say, byte by byte. */
class EndpointFormatTest {
  private static final User VISITOR = new User("gabc", "10.0.0.7");
  private static final User SEVENTH = new User("n7", "7");

  private final AtomicInteger skipped = new AtomicInteger();

  @Test
  void rendersTextTemplates() {
    EndpointFormat format = format("{'format':'[${ip}]:${text}'}");

    assertThat(shown(format, VISITOR, Body.text("hi ${text} $1")))
        .isEqualTo("[10.0.0.7]:hi ${text} $1");
    assertThat(format.json()).isFalse();
    assertThat(format.answers()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"id\":\"${number}\"}'                | {\"id\":7}",
        "'{\"id\":\"#${number}\"}'               | {\"id\":\"#7\"}",
        "'{\"at\":\"${time}\"}'                  | {\"at\":1700}",
        "'{\"at\":\"${position}\",\"in\":\"${room}\"}' | {\"at\":\"k3x9f2-42\",\"in\":\"lobby\"}",
        "'[\"${text}\",[1,true,null,\"a\"],{}]'  | [\"\\\"}x\",[1,true,null,\"a\"],{}]",
      })
  void buildsJson(String template, String expected) {
    EndpointFormat format = format("{'format':" + template + "}");

    assertThat(shown(format, SEVENTH, Body.text("\"}x"))).isEqualTo(expected);
  }

  @Test
  void aLoneTextKeepsTheKindOfTheBody() {
    EndpointFormat format = format("{'format':{'content':'${text}','again':'<${text}>'}}");

    assertThat(shown(format, VISITOR, json("{\"a\":[1.10,\"\u2028\"]}")))
        .isEqualTo(
            "{\"content\":{\"a\":[1.10,\"\\u2028\"]},\"again\":\"<{\\\"a\\\":[1.10,\\\"\\u2028\\\"]}>\"}");
  }

  @Test
  void escapesMarkupAndScriptLineEndsWhereAsked() {
    EndpointFormat format = format("{'format':{'m':'${text}'},'escape':'html'}");

    assertThat(shown(format, VISITOR, Body.text("<b a='1'>&\"\u2029")))
        .isEqualTo("{\"m\":\"&lt;b a=&#39;1&#39;&gt;&amp;&quot;\\u2029\"}");
    assertThat(shown(format, VISITOR, json("[\"<i>\"]")))
        .isEqualTo("{\"m\":\"[&quot;&lt;i&gt;&quot;]\"}");
  }

  @Test
  void whoHasNoNumberHasNumberZero() {
    EndpointFormat format = format("{'format':['${number}']}");

    assertThat(shown(format, VISITOR, Body.text(""))).isEqualTo("[0]");
    assertThat(shown(format, new User("n9007199254740991", "x"), Body.text("")))
        .isEqualTo("[9007199254740991]");
    assertThat(shown(format, new User("n9007199254740992", "x"), Body.text(""))).isEqualTo("[0]");
  }

  @Test
  void skipsBytesAndCountsThem() {
    EndpointFormat format = format("{'format':'${text}'}");

    assertThat(format.encode(said(VISITOR, Body.of(Body.Kind.BINARY, new byte[] {1})))).isNull();
    assertThat(skipped).hasValue(1);
    assertThatThrownBy(() -> format.decode(new Payload(true, new byte[] {1})))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void saysWhoComesAndGoes() {
    EndpointFormat format =
        format(
            "{'format':'${text}','welcome':{'to':'self','say':'hello'},"
                + "'joined':{'to':'all','say':{'new':'${number}'}},'left':{'to':'all','say':'-${name}'}}");

    assertThat(noticed(format, Kind.WELCOME)).isEqualTo("hello");
    assertThat(noticed(format, Kind.JOINED)).isEqualTo("{\"new\":7}");
    assertThat(noticed(format, Kind.LEFT)).isEqualTo("-7");
    assertThat(
            format("{'format':'${text}'}").encode(new Event.Notice(LOBBY, VISITOR, Kind.LEFT, "")))
        .isNull();
    assertThat(format.encode(new Event.Pong(null))).isNull();
  }

  @Test
  void aNamedFormatStaysWhatItIs() {
    EndpointFormat format = format("{'format':'raw','left':{'to':'all','say':'bye'}}");

    assertThat(shown(format, VISITOR, Body.text("x"))).isEqualTo("x");
    assertThat(format.decode(new Payload(true, new byte[] {1})))
        .isInstanceOf(Command.Publish.class);
  }

  private EndpointFormat format(String json) {
    JsonObject endpoint = new JsonObject(json.replace('\'', '"'));
    JsonObject config = new JsonObject().put("endpoints", new JsonObject().put("/x", endpoint));
    Endpoint read = ConfigReader.read(config, Map.of(), false).config().endpoints().get("/x");
    return new EndpointFormat(read, new RawFormat(), skipped::incrementAndGet);
  }

  private static String shown(Format format, User from, Body body) {
    return text(format.encode(said(from, body)));
  }

  private static String noticed(Format format, Kind kind) {
    return text(format.encode(new Event.Notice(LOBBY, SEVENTH, kind, "")));
  }

  private static String text(Payload payload) {
    assertThat(payload.binary()).isFalse();
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }

  private static Event.Message said(User from, Body body) {
    return new Event.Message(
        new Publication(LOBBY, Position.parse("k3x9f2-42"), 1700, from, null, body, "s"));
  }

  private static Body json(String json) {
    return Body.of(Body.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
  }
}
