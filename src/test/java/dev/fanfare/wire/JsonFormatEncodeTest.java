package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.BOB;
import static dev.fanfare.wire.Samples.HERE;
import static dev.fanfare.wire.Samples.LOBBY;
import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static dev.fanfare.wire.Samples.message;
import static dev.fanfare.wire.Samples.said;
import static dev.fanfare.wire.Samples.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonFormatEncodeTest {
  private static final String MESSAGE =
      "{'type':'message','room':'lobby','position':'k3x9f2-42','time':1700000000000,"
          + "'from':{'id':'u1','name':'Ann'},";

  private final JsonFormat format = new JsonFormat();

  /** In the table a quote is written as an apostrophe. */
  static Stream<Arguments> events() {
    RoomName inbox = RoomName.inbox("u1");
    Publication direct =
        new Publication(inbox, HERE, 1_700_000_000_000L, BOB, "u1", Body.text("psst"), "s2");
    return Stream.of(
        arguments(message(Body.text("é😀/\"\n\u2028")), MESSAGE + "'body':'é😀/\\'\\n\u2028'}"),
        arguments(message(json("{\"a\":[1e400]}")), MESSAGE + "'body':{'a':[1e400]}}"),
        arguments(message(binary(0, 255, 128)), MESSAGE + "'body':'AP+A','encoding':'base64'}"),
        arguments(
            new Event.Message(direct),
            "{'type':'message','room':'@u1','position':'k3x9f2-42','time':1700000000000,"
                + "'from':{'id':'u2','name':'Bob'},'to':'u1','body':'psst'}"),
        arguments(
            new Event.Signal(LOBBY, ANN, json("7"), "s1"),
            "{'type':'signal','room':'lobby','from':{'id':'u1','name':'Ann'},'body':7}"),
        arguments(
            new Event.Presence(LOBBY, List.of(ANN), List.of(), 12),
            "{'type':'presence','room':'lobby','joined':[{'id':'u1','name':'Ann'}],'left':[],"
                + "'count':12}"),
        arguments(
            new Event.Gap(LOBBY, HERE), "{'type':'gap','room':'lobby','position':'k3x9f2-42'}"),
        arguments(
            new Event.Welcome("s1", ANN, "n1", 25, 65_536, 100, inbox, HERE.at(0)),
            "{'type':'welcome','session':'s1','user':{'id':'u1','name':'Ann'},'node':'n1',"
                + "'ping':25,'limits':{'message':65536,'rooms':100},"
                + "'inbox':{'room':'@u1','position':'k3x9f2-0'}}"),
        arguments(
            new Event.Joined("1", LOBBY, HERE, true, 12),
            "{'type':'joined','ref':'1','room':'lobby','position':'k3x9f2-42','recovered':true,"
                + "'members':12}"),
        arguments(new Event.Left(null, LOBBY), "{'type':'left','room':'lobby'}"),
        arguments(
            new Event.Ack("é\"", LOBBY, HERE),
            "{'type':'ack','ref':'é\\'','room':'lobby','position':'k3x9f2-42'}"),
        arguments(
            new Event.HistoryPage("1", LOBBY, List.of(said(json("{}")), said(json("2"))), true),
            "{'type':'history','ref':'1','room':'lobby','messages':["
                + MESSAGE
                + "'body':{}},"
                + MESSAGE
                + "'body':2}],'more':true}"),
        arguments(
            new Event.Members(null, LOBBY, 300, List.of(BOB)),
            "{'type':'members','room':'lobby','count':300,"
                + "'members':[{'id':'u2','name':'Bob'}]}"),
        arguments(
            new Event.Renamed("1", BOB),
            "{'type':'renamed','ref':'1','user':{'id':'u2','name':'Bob'}}"),
        arguments(new Event.Ping(), "{'type':'ping'}"),
        arguments(new Event.Pong(null), "{'type':'pong'}"),
        arguments(new Event.Pong("1"), "{'type':'pong','ref':'1'}"),
        arguments(
            new Event.Failure("1", Code.RATE_LIMITED, "Slower.", 250),
            "{'type':'error','ref':'1','code':'rate_limited','message':'Slower.','retry':250}"),
        arguments(
            new Event.Failure(null, Code.BAD_REQUEST, "No.", 0),
            "{'type':'error','code':'bad_request','message':'No.'}"),
        arguments(
            new Event.Bye("draining", 1200),
            "{'type':'bye','reason':'draining','reconnect':1200}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsLookAsTheProtocolSays(Event event, String expected) {
    Payload payload = format.encode(event);
    assertThat(payload.binary()).isFalse();
    assertThat(string(payload.bytes())).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void noEventIsForgotten() {
    Event.Notice notice = new Event.Notice(LOBBY, ANN, Event.Notice.Kind.JOINED, "");
    assertThat(format.encode(notice)).isNull();
    assertThat(
            Stream.concat(events().map(e -> e.get()[0]), Stream.of(notice))
                .map(e -> (Class) e.getClass())
                .distinct())
        .containsExactlyInAnyOrder((Class[]) Event.class.getPermittedSubclasses());
  }

  @Test
  void theMessageObjectIsTheSameEverywhere() {
    Publication said = said(Body.text("x"));
    String object = string(MessageJson.encode(said));
    assertThat(string(format.encode(new Event.Message(said)).bytes())).isEqualTo(object);
    assertThat(string(HttpJson.page(LOBBY, HERE, List.of(said, said), false, true)))
        .isEqualTo(
            "{\"room\":\"lobby\",\"position\":\"k3x9f2-42\",\"messages\":["
                + object
                + ","
                + object
                + "],\"more\":false,\"gap\":true}");
  }

  @Test
  void longTextCrossesTheWritersBufferUnharmed() {
    for (String unit : List.of("x", "é", "😀", "\"", "\n", "a\\😀")) {
      String text = unit.repeat(9_000 / unit.length());
      JsonObject object = new JsonObject(string(MessageJson.encode(said(Body.text(text)))));
      assertThat(object.getString("body")).isEqualTo(text);
      byte[] list = format.encode(message(json("[\"" + "x".repeat(20_000) + "\"]"))).bytes();
      assertThat(new JsonObject(string(list)).getJsonArray("body").getString(0)).hasSize(20_000);
    }
  }
}
