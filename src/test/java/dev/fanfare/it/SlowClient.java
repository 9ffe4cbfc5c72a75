package dev.fanfare.it;

import static dev.fanfare.it.RawSocket.CLOSE;
import static dev.fanfare.it.RawSocket.FIN;
import static dev.fanfare.it.RawSocket.PING;
import static dev.fanfare.it.RawSocket.PONG;
import static dev.fanfare.it.RawSocket.TEXT;

import dev.fanfare.it.RawSocket.Frame;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * One who listens to a room over a connection of which the kernel keeps little, and reads when it
 * is told to. What it hears begins with a number. One thread uses it.
 */
final class SlowClient implements AutoCloseable {
  /** How it is connected. */
  enum Way {
    RAW,
    V1,
    STREAM
  }

  private final Way way;
  private final RawSocket socket;
  private final Queue<Object> heard = new ArrayDeque<>();
  private final List<String> gaps = new ArrayList<>();
  private String text = "";
  private String ending = "not yet";

  private record Gap(String position) {}

  private enum End {
    END
  }

  private SlowClient(Way way, RawSocket socket) {
    this.way = way;
    this.socket = socket;
  }

  /** Connects, and returns when it is in the room. */
  static SlowClient to(FanfareJar server, Way way, String room, String since) throws IOException {
    if (way == Way.STREAM) {
      RawSocket socket = RawSocket.narrow(server);
      String path = "/rooms/" + room + "/messages?since=" + since;
      socket.request("GET " + path + " HTTP/1.1", "Accept: text/event-stream").answer();
      return new SlowClient(way, socket);
    }
    String format = way == Way.RAW ? "raw" : "json";
    String path = "/ws?room=" + room + "&since=" + since + "&format=" + format;
    SlowClient client = new SlowClient(way, RawSocket.openNarrow(server, path));
    if (way == Way.V1) {
      client.awaitJoined();
    }
    return client;
  }

  private void awaitJoined() throws IOException {
    String type;
    do {
      type = new JsonObject(socket.next().text()).getString("type");
    } while (!type.equals("joined"));
  }

  /** The numbers of so many messages that come next, with nothing else between them. */
  List<Integer> next(int count) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      numbers.add((Integer) hear());
    }
    return numbers;
  }

  /** The numbers that come before the next gap. */
  List<Integer> untilAGap() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Object next = hear();
    while (next instanceof Integer number) {
      numbers.add(number);
      next = hear();
    }
    gaps.add(((Gap) next).position);
    return numbers;
  }

  /** All numbers that come, until the server ends the connection. */
  List<Integer> untilTheEnd() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Object next = hear();
    while (next != End.END) {
      if (next instanceof Gap gap) {
        gaps.add(gap.position);
      } else {
        numbers.add((Integer) next);
      }
      next = hear();
    }
    return numbers;
  }

  /** Whether a message comes next, and not the end. */
  boolean hearsAMessage() throws IOException {
    return hear() instanceof Integer;
  }

  /** The positions of the gaps that it was told of. */
  List<String> gaps() {
    return gaps;
  }

  /** How the connection ended: the close code of a socket, or that a stream came to its end. */
  String ending() {
    return ending;
  }

  private Object hear() throws IOException {
    while (heard.isEmpty()) {
      try {
        if (way == Way.STREAM) {
          blocks(socket.chunk());
        } else {
          frame(socket.next());
        }
      } catch (EOFException | SocketException gone) {
        end("1006");
      }
    }
    return heard.remove();
  }

  private void frame(Frame frame) throws IOException {
    switch (frame.opcode()) {
      case TEXT -> {
        if (way == Way.RAW) {
          message(frame.text());
        } else {
          event(new JsonObject(frame.text()));
        }
      }
      case PING -> socket.frame(FIN | PONG, frame.payload());
      case CLOSE -> {
        socket.answerClose(frame);
        end(Integer.toString(frame.closeCode()));
      }
      default -> throw new IllegalStateException("A frame begins with " + frame.first());
    }
  }

  private void blocks(String chunk) {
    if (chunk.isEmpty()) {
      end("the end of the stream");
      return;
    }
    text += chunk;
    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      String data = text.substring(0, end).lines().reduce("", (a, b) -> b);
      text = text.substring(end + 2);
      if (data.startsWith("data: ")) {
        event(new JsonObject(data.substring("data: ".length())));
      }
    }
  }

  private void event(JsonObject event) {
    switch (event.getString("type")) {
      case "message" -> message(event.getString("body"));
      case "gap" -> heard.add(new Gap(event.getString("position")));
      case "error" -> throw new IllegalStateException("It was told " + event);
      default -> {}
    }
  }

  private void message(String said) {
    heard.add(Integer.parseInt(said.substring(0, said.indexOf(' '))));
  }

  private void end(String how) {
    ending = how;
    heard.add(End.END);
  }

  void say(String text) throws IOException {
    socket.text(text);
  }

  /** Ends the connection with a reset, whatever is under way. */
  void die() throws IOException {
    socket.reset();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
