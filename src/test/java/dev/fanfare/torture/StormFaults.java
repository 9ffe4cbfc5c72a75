package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import dev.fanfare.crowd.SocketLink;
import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node dies, and all its clients come to the two others in the same moment: {@code
 * -Dfanfare.storm=…} says how many.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StormFaults {
  private static final int SOCKETS = Integer.getInteger("fanfare.storm", 3_000);

  /** The room that all talk in grows with the time that all this takes. */
  private static final String HEAP = SOCKETS > 3_000 ? "-Xmx1536m" : "-Xmx512m";

  private static final int AT_A_TIME = SOCKETS / 50;
  private static final int MISSED = 3;
  private static final long ALL_BACK_MILLIS = 60_000;

  private static final long OTHERS_WAIT_MILLIS = 1_000;

  /** After so long a server says that it cannot. */
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private static final Pattern RETRY_AFTER = Pattern.compile("(?i)\r\nretry-after: *(\\d+)");

  /** Else the room that all talk in would push out what was missed in the other, or its own. */
  private static final JsonObject MORE =
      new JsonObject().put("history", new JsonObject().put("bytes", "1GiB"));

  @TempDir Path directory;

  /** How they come into the room. */
  private enum Way {
    IN_THE_ADDRESS,
    BY_A_COMMAND
  }

  /** At once, while the rooms get their copies: nobody waits until a room takes something again. */
  @ParameterizedTest
  @EnumSource
  void thousandsComeBackAtOnce(Way way) throws Exception {
    try (Trial trial =
            Trial.of(
                new Nodes.Plan(directory)
                    .keeping(1_000_000, "256MiB")
                    .conf(MORE)
                    .jvm(HEAP)
                    .start());
        Crowd after = new Crowd(port(trial, 1), port(trial, 2))) {
      RoomAt room = new RoomAt(trial.nodes.address(1), "storm");
      Position start = room.post("said 0");
      try (Crowd before = new Crowd(port(trial, 0))) {
        new Back(before, way, start, 0).comeSlowly();
        for (int i = 0; i < MISSED; i++) {
          room.post("said " + i);
        }
        trial.kill(0);
      }
      trial.move(0, 1);
      Probe others = new Probe(trial);
      long began = System.nanoTime();
      Back back = new Back(after, way, start, MISSED);
      back.comeAtOnce();
      long took = (System.nanoTime() - began) / 1_000_000;
      others.end();
      String what =
          "%d sockets come back at once, %s, %d told when to come, %d refusals, all after %.1f s;"
                  .formatted(SOCKETS, way, back.later, back.refused, took / 1000.0)
              + " %d POSTs elsewhere: p50 %d ms, p99 %d ms, longest %d ms"
                  .formatted(
                      others.count(), others.waited(50), others.waited(99), others.waited(100));
      System.out.println("STORM | " + what);
      Report report = trial.end(what);
      assertThat(report.gaps()).isZero();
      assertThat(back.gaps).as("told of a gap").isZero();
      assertThat(took).as("ms until all were back").isLessThan(ALL_BACK_MILLIS);
      assertThat(others.waited(99)).as("ms, p99 of the others").isLessThan(OTHERS_WAIT_MILLIS);
      assertThat(others.waited(100)).as("ms, the longest").isLessThan(LONGEST_WAIT_MILLIS);
    }
  }

  private static int port(Trial trial, int node) {
    return trial.nodes.address(node).getPort();
  }

  /** Joins with a position, and waits for what was said since. */
  private static final class Back implements Listener {
    private final Crowd crowd;
    private final Way way;
    private final Position since;
    private final int missed;
    private final int[] missing = new int[SOCKETS];
    private int waiting = SOCKETS;
    private int gaps;
    private int refused;
    private int later;

    /** Who comes again when they were told to. */
    private final PriorityQueue<Turn> turns =
        new PriorityQueue<>(Comparator.comparingLong(Turn::nanos));

    private record Turn(long nanos, Knock knock) {}

    private interface Knock {
      void again() throws IOException;
    }

    Back(Crowd crowd, Way way, Position since, int missed) {
      this.crowd = crowd;
      this.way = way;
      this.since = since;
      this.missed = missed;
    }

    /** One after the other, a few at a time. */
    void comeSlowly() throws IOException {
      for (int i = 0; i < SOCKETS; i += AT_A_TIME) {
        for (int j = i; j < i + AT_A_TIME; j++) {
          open(j);
        }
        await(SOCKETS - i - AT_A_TIME);
      }
    }

    void comeAtOnce() throws IOException {
      for (int i = 0; i < SOCKETS; i++) {
        open(i);
      }
      await(0);
    }

    private void open(int number) throws IOException {
      missing[number] = 1 + missed;
      String query = way == Way.IN_THE_ADDRESS ? "room=storm&since=" + since : "";
      new SocketLink(number, crowd, query, "fanfare.v1.json", false, this);
    }

    private void join(Link link) {
      JsonObject join =
          new JsonObject().put("type", "join").put("room", "storm").put("since", since.toString());
      ((SocketLink) link).say(join.toBuffer().getBytes());
    }

    private void await(int stillToCome) throws IOException {
      long end = System.nanoTime() + Target.PATIENCE.toNanos();
      while (waiting > stillToCome) {
        while (!turns.isEmpty() && turns.peek().nanos() <= System.nanoTime()) {
          turns.remove().knock().again();
        }
        crowd.turn(100);
        if (System.nanoTime() > end) {
          throw new IOException(waiting + " are not back after " + Target.PATIENCE);
        }
      }
    }

    @Override
    public void heard(Link link, byte[] bytes, int from, int to) throws IOException {
      JsonObject frame = new JsonObject(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      switch (frame.getString("type")) {
        case "welcome" -> {
          if (way == Way.BY_A_COMMAND) {
            join(link);
          }
        }
        case "joined" -> {
          gaps += frame.getBoolean("recovered") ? 0 : 1;
          count(link);
        }
        case "message" -> count(link);
        case "gap" -> gaps++;
        case "error" -> {
          assertThat(frame.getString("code")).as(frame.encode()).isEqualTo("unavailable");
          if (way == Way.BY_A_COMMAND) {
            later(frame.getLong("retry", 0L), () -> join(link));
          } else {
            link.close();
            again(link);
          }
        }
        default -> {}
      }
    }

    @Override
    public void refused(Link link, String head) throws IOException {
      assertThat(head).contains(" 503 ");
      Matcher seconds = RETRY_AFTER.matcher(head);
      if (!seconds.find()) {
        again(link);
        return;
      }
      later(Long.parseLong(seconds.group(1)) * 1_000, () -> open(link.number()));
    }

    private void later(long millis, Knock knock) {
      later++;
      turns.add(new Turn(System.nanoTime() + millis * 1_000_000, knock));
    }

    private void again(Link link) throws IOException {
      refused++;
      open(link.number());
    }

    private void count(Link link) {
      missing[link.number()]--;
      waiting -= missing[link.number()] == 0 ? 1 : 0;
    }

    @Override
    public void ended(Link link, int code) {
      if (missing[link.number()] > 0) {
        throw new AssertionError("Sent away with " + code);
      }
    }
  }

  /** Somebody else, who says one thing after the other at a node that did not die. */
  private static final class Probe {
    private static final long EVERY_MILLIS = 20;

    private final RoomAt room;
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> last = new CompletableFuture<>();
    private volatile boolean enough;

    Probe(Trial trial) {
      room = new RoomAt(trial.nodes.address(2), "others");
      say(0);
    }

    private void say(int number) {
      long began = System.nanoTime();
      room.postOnce("probe-" + number, "still here")
          .thenAccept(
              response -> {
                RoomAt.position(response);
                waits.add((System.nanoTime() - began) / 1_000_000);
                if (enough) {
                  last.complete(null);
                } else {
                  CompletableFuture.delayedExecutor(EVERY_MILLIS, TimeUnit.MILLISECONDS)
                      .execute(() -> say(number + 1));
                }
              })
          .exceptionally(
              failure -> {
                last.completeExceptionally(failure);
                return null;
              });
    }

    /** Waits for the last answer, however late it is; fails if one was a refusal. */
    void end() throws IOException, InterruptedException {
      enough = true;
      Wire.get(last);
    }

    int count() {
      return waits.size();
    }

    long waited(int percent) {
      List<Long> sorted = new ArrayList<>(waits);
      Collections.sort(sorted);
      return sorted.get((sorted.size() - 1) * percent / 100);
    }
  }
}
