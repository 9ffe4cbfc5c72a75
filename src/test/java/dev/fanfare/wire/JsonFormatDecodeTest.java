package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.HERE;
import static dev.fanfare.wire.Samples.LOBBY;
import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.Since;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatDecodeTest {
  private final JsonFormat format = new JsonFormat();

  /** In the tables a quote is written as an apostrophe. */
  static Stream<Arguments> commands() {
    Since here = new Since.After(HERE);
    return Stream.of(
        arguments("{'type':'join','room':'lobby'}", new Command.Join(null, LOBBY, null, 0)),
        arguments(
            "{'type':'join','ref':'1','room':'lobby','since':'k3x9f2-42'}",
            new Command.Join("1", LOBBY, here, 0)),
        arguments(
            "{'since':'start','room':'lobby','type':'join'}",
            new Command.Join(null, LOBBY, new Since.Start(), 0)),
        arguments(
            "{'type':'join','room':'lobby','history':0}", new Command.Join(null, LOBBY, null, 0)),
        arguments(
            "{'type':'join','room':'lobby','history':99999999999999999999}",
            new Command.Join(null, LOBBY, null, 1000)),
        arguments(
            "{'type':'join','room':'lobby','since':null,'history':7}",
            new Command.Join(null, LOBBY, null, 7)),
        arguments("{'type':'leave','ref':'r','room':'lobby'}", new Command.Leave("r", LOBBY)),
        arguments(
            "{'type':'publish','ref':'1','room':'lobby','key':'9f','body':'hi'}",
            new Command.Publish("1", LOBBY, "9f", Body.text("hi"))),
        arguments(
            "{'type':'publish','body':null}", new Command.Publish(null, null, null, json("null"))),
        arguments(
            "{'type':'publish','encoding':'base64','body':'AP+A'}",
            new Command.Publish(null, null, null, binary(0, 255, 128))),
        arguments(
            "{'type':'publish','body':'','encoding':'base64'}",
            new Command.Publish(null, null, null, binary())),
        arguments(
            "{'type':'publish','to':'u2','body':true}",
            new Command.Direct(null, "u2", null, json("true"))),
        arguments(
            "{'type':'signal','room':'lobby','body':{'typing':true}}",
            new Command.Signal(null, LOBBY, json("{\"typing\":true}"))),
        arguments(
            "{'type':'history','room':'lobby'}", new Command.ReadHistory(null, LOBBY, null, 50)),
        arguments(
            "{'type':'history','room':'lobby','before':'k3x9f2-42','limit':5000}",
            new Command.ReadHistory(null, LOBBY, HERE, 1000)),
        arguments("{'type':'members','room':'lobby'}", new Command.ListMembers(null, LOBBY)),
        arguments("{'type':'rename','name':' Ann '}", new Command.Rename(null, "Ann")),
        arguments(" {\n'type' : 'ping' , 'ref':null}\t", new Command.Ping(null)),
        arguments("{'type':'pong','room':5}", new Command.Pong(null)),
        arguments(
            "{'x':[{'type':'leave','a':{}}],'type':'ping','y':1e999,'ref':'7'}",
            new Command.Ping("7")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readsTheCommandsOfTheProtocol(String text, Command command) {
    assertThat(decode(text)).isEqualTo(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.10",
        "-0",
        "1e400",
        "1E+2",
        "-1.5e-7",
        "1234567890123456789012345678901234567890",
        "0.12345678901234567890123456789012345678",
        "[]",
        "{}",
        "[1,[2,{\"b\":1,\"a\":[]}],\"x\\n\\\"\\u0001\"]",
        "{\"z\":1,\"a\":\"é😀\u2028/\"}",
        "false"
      })
  void jsonBodiesKeepEveryCharacterThatMatters(String value) {
    Command.Publish publish =
        (Command.Publish)
            format.decode(Samples.text("{\"type\":\"publish\",\"body\":" + value + "}"));
    assertThat(publish.body()).isEqualTo(json(value));
    assertThat(BodyJson.parse(("  " + value + "\n").getBytes(UTF_8))).isEqualTo(json(value));
  }

  @Test
  void bodiesAreMadeCompactAndEscapesAreResolved() {
    Command.Publish publish =
        (Command.Publish)
            decode("{'type':'publish','body': { 'a' : [ 1 , '\\u00e9\\ud83d\\ude00\\/' ] } }");
    assertThat(publish.body()).isEqualTo(json("{\"a\":[1,\"é😀/\"]}"));
    publish = (Command.Publish) decode("{'type':'publish','body':'\\u0000\\ud83d\\ude00\\t'}");
    assertThat(publish.body()).isEqualTo(Body.text("\0😀\t"));
  }

  /** Text, the ref that comes back, a word of the sentence. */
  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("", null, "JSON"),
        arguments("  ", null, "JSON"),
        arguments("[]", null, "object"),
        arguments("'x'", null, "object"),
        arguments("{", null, "Malformed"),
        arguments("\ufeff{'type':'ping'}", null, "Malformed"),
        arguments("{'type':'ping',}", null, "Malformed"),
        arguments("{type:'ping'}", null, "Malformed"),
        arguments("{'type':'ping'} // c", null, "Malformed"),
        arguments("{'type':'publish','body':NaN}", null, "Malformed"),
        arguments("{'type':'publish','body':01}", null, "Malformed"),
        arguments("{'type':'publish','body':'a\tb'}", null, "Malformed"),
        arguments("{'type':'ping','ref':'7'} {}", "7", "after the end"),
        arguments("{'type':'ping','ref':'7'}}", "7", "Malformed"),
        arguments("{'ref':'7','type':'publish','body':[", "7", "Malformed"),
        arguments("{'type':'nope','ref':'7'}", "7", "join, leave, publish"),
        arguments("{'type':'token','ref':'7','token':'x'}", "7", "Unknown type"),
        arguments("{'ref':'7'}", "7", "type is missing"),
        arguments("{'ref':'7','type':null}", "7", "type is missing"),
        arguments("{'ref':'7','type':['ping']}", "7", "type must be a string"),
        arguments("{'ref':'7','type':'publish','room':5,'body':1}", "7", "room must be a string"),
        arguments("{'type':'publish','room':5,'body':1,'ref':'7'}", "7", "room must be a string"),
        arguments("{'type':'ping','type':'ping','ref':'7'}", "7", "twice"),
        arguments("{'type':'publish','body':[{'a':1,'\\u0061':2}],'ref':'7'}", "7", "twice"),
        arguments("{'x':{'a':1,'a':2},'type':'ping','ref':'7'}", "7", "twice"),
        arguments("{'type':'ping','ref':'7','ref':'8'}", null, "twice"),
        arguments("{'type':'ping','ref':7}", null, "ref must be a string"),
        arguments("{'type':'ping','ref':'" + "x".repeat(65) + "'}", null, "64"),
        arguments("{'type':'ping','ref':'\\ud800'}", null, "surrogate"),
        arguments("{'type':'publish','body':'\\ude00\\ud83d','ref':'7'}", "7", "surrogate"),
        arguments("{'type':'publish','body':['\\ud83dx'],'ref':'7'}", "7", "surrogate"),
        arguments("{'type':'publish','body':{'\\ud83d':1},'ref':'7'}", "7", "surrogate"),
        arguments("{'type':'publish','body':" + "1".repeat(41) + ",'ref':'7'}", "7", "40"),
        arguments("{'type':'publish','body':-" + "1".repeat(40) + ",'ref':'7'}", "7", "40"),
        arguments("{'type':'publish','body':" + nested(32) + ",'ref':'7'}", "7", "32"),
        arguments("{'type':'ping','x':" + nested(32) + ",'ref':'7'}", "7", "32"),
        arguments("[".repeat(65_000), null, "object"),
        arguments("{'type':'publish','ref':'7'}", "7", "body is missing"),
        arguments("{'type':'signal','room':'a','ref':'7'}", "7", "body is missing"),
        arguments("{'type':'signal','body':1,'ref':'7'}", "7", "room is missing"),
        arguments("{'type':'publish','room':'a','to':'b','body':1}", null, "not both"),
        arguments("{'type':'publish','to':'@b','body':1}", null, "to must"),
        arguments("{'type':'publish','to':'','body':1}", null, "to must"),
        arguments("{'type':'publish','body':1,'encoding':'base64'}", null, "must be a string"),
        arguments("{'type':'publish','body':'a','encoding':'hex'}", null, "base64"),
        arguments("{'type':'publish','body':'a','encoding':1}", null, "encoding must be"),
        arguments("{'type':'publish','body':'AP-A','encoding':'base64'}", null, "base64"),
        arguments("{'type':'publish','body':'AP+','encoding':'base64','ref':'7'}", "7", "base64"),
        arguments("{'type':'publish','body':1,'key':''}", null, "key"),
        arguments("{'type':'publish','body':1,'key':'a b'}", null, "key"),
        arguments("{'type':'publish','body':1,'key':'" + "k".repeat(129) + "'}", null, "key"),
        arguments("{'type':'join','ref':'7'}", "7", "room is missing"),
        arguments("{'type':'join','room':'a b','ref':'7'}", "7", "room name"),
        arguments("{'type':'join','room':'a','since':'now','history':1}", null, "not both"),
        arguments("{'type':'join','room':'a','since':'k3-x'}", null, "position"),
        arguments("{'type':'join','room':'a','since':3}", null, "since must be a string"),
        arguments("{'type':'join','room':'a','history':-1}", null, "history must be"),
        arguments("{'type':'join','room':'a','history':1.0}", null, "history must be"),
        arguments("{'type':'join','room':'a','history':'1'}", null, "history must be"),
        arguments("{'type':'history','room':'a','limit':0}", null, "limit must be"),
        arguments("{'type':'history','room':'a','before':'now'}", null, "position"),
        arguments("{'type':'rename','name':'\\u202e'}", null, "name"),
        arguments("{'type':'rename','ref':'7'}", "7", "name is missing"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsBrokenIsRefusedWithItsRef(String text, String ref, String word) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> decode(text));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(Code.BAD_REQUEST);
    assertThat(refusal.ref()).isEqualTo(ref);
    assertThat(refusal.detail()).contains(word).doesNotContain("jackson", "Exception", "java");
  }

  @Test
  void nestsAsDeepAsTheLimit() {
    assertThat(decode("{'type':'publish','body':" + nested(31) + "}"))
        .isEqualTo(new Command.Publish(null, null, null, json(nested(31))));
    assertThat(BodyJson.parse(nested(32).getBytes(UTF_8))).isEqualTo(json(nested(32)));
  }

  @Test
  void aRefMayHave64CharactersOfAnyKind() {
    String ref = "😀".repeat(64);
    assertThat(decode("{'type':'ping','ref':'" + ref + "'}")).isEqualTo(new Command.Ping(ref));
  }

  @Test
  void bytesAreRefused() {
    assertThat(
            catchThrowableOfType(
                Refusal.class, () -> format.decode(new Payload(true, new byte[1]))))
        .isNotNull();
  }

  private Command decode(String text) {
    return format.decode(Samples.text(text.replace('\'', '"')));
  }

  private static String nested(int deep) {
    return "[".repeat(deep) + "]".repeat(deep);
  }
}
