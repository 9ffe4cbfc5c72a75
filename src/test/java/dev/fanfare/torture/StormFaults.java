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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node dies, and all its clients come to the two others in the same moment: {@code
 * -Dfanfare.storm=…} says how many.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StormFaults {
  private static final int SOCKETS = Integer.getInteger("fanfare.storm", 3_000);
  private static final String HEAP = SOCKETS > 3_000 ? "-Xmx512m" : "-Xmx256m";
  private static final int AT_A_TIME = SOCKETS / 50;
  private static final int MISSED = 3;
  private static final long ALL_BACK_MILLIS = 60_000;

  /** After so long a server says that it cannot; these two cores have the clients on them, too. */
  private static final long OTHERS_WAIT_MILLIS = 5_000;

  @TempDir Path directory;

  /** At once, while the rooms get their copies: nobody waits until a room takes something again. */
  @Test
  void thousandsComeBackAtOnce() throws Exception {
    try (Trial trial = Trial.of(new Nodes.Plan(directory).jvm(HEAP).start());
        Crowd after = new Crowd(port(trial, 1), port(trial, 2))) {
      RoomAt room = new RoomAt(trial.nodes.address(1), "storm");
      Position start = room.post("said 0");
      try (Crowd before = new Crowd(port(trial, 0))) {
        new Back(before, start, 0).comeSlowly(new Probe(trial));
        for (int i = 0; i < MISSED; i++) {
          room.post("said " + i);
        }
        trial.kill(0);
      }
      trial.move(0, 1);
      Probe others = new Probe(trial);
      long began = System.nanoTime();
      Back back = new Back(after, start, MISSED);
      back.comeAtOnce(others);
      long took = (System.nanoTime() - began) / 1_000_000;
      others.end();
      Report report =
          trial.end(
              "%d sockets come back at once, %d refusals, all after %.1f s; %d POSTs elsewhere:"
                      .formatted(SOCKETS, back.refused, took / 1000.0, others.count())
                  + " p50 %d ms, p99 %d ms, longest %d ms"
                      .formatted(others.waited(50), others.waited(99), others.waited(100)));
      assertThat(report.gaps()).isZero();
      assertThat(back.gaps).as("told of a gap").isZero();
      assertThat(took).as("ms until all were back").isLessThan(ALL_BACK_MILLIS);
      assertThat(others.waited(100)).as("ms, the longest").isLessThan(OTHERS_WAIT_MILLIS);
    }
  }

  private static int port(Trial trial, int node) {
    return trial.nodes.address(node).getPort();
  }

  /** Joins with a position, and waits for what was said since. */
  private static final class Back implements Listener {
    private final Crowd crowd;
    private final Position since;
    private final int missed;
    private final int[] missing = new int[SOCKETS];
    private int waiting = SOCKETS;
    private int gaps;
    private int refused;

    Back(Crowd crowd, Position since, int missed) {
      this.crowd = crowd;
      this.since = since;
      this.missed = missed;
    }

    /** One after the other, a few at a time. */
    void comeSlowly(Probe others) throws IOException {
      for (int i = 0; i < SOCKETS; i += AT_A_TIME) {
        for (int j = i; j < i + AT_A_TIME; j++) {
          open(j);
        }
        await(others, SOCKETS - i - AT_A_TIME);
      }
    }

    void comeAtOnce(Probe others) throws IOException {
      for (int i = 0; i < SOCKETS; i++) {
        open(i);
      }
      await(others, 0);
    }

    private void open(int number) throws IOException {
      missing[number] = 1 + missed;
      new SocketLink(number, crowd, "room=storm&since=" + since, "fanfare.v1.json", false, this);
    }

    private void await(Probe others, int stillToCome) throws IOException {
      long end = System.nanoTime() + Target.PATIENCE.toNanos();
      while (waiting > stillToCome) {
        others.goOn();
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
        case "joined" -> {
          gaps += frame.getBoolean("recovered") ? 0 : 1;
          count(link);
        }
        case "message" -> count(link);
        case "gap" -> gaps++;
        case "error" -> {
          assertThat(frame.getString("code")).isEqualTo("unavailable");
          link.close();
          again(link);
        }
        default -> {}
      }
    }

    @Override
    public void refused(Link link, String head) throws IOException {
      assertThat(head).contains(" 503 ");
      again(link);
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
    private final RoomAt room;
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
    private int said;

    Probe(Trial trial) {
      room = new RoomAt(trial.nodes.address(2), "others");
    }

    void goOn() {
      if (answer.isDone()) {
        answer.join(); // fails if that was refused
        long began = System.nanoTime();
        answer =
            room.postOnce("probe-" + hashCode() + "-" + said++, "still here")
                .thenAccept(
                    response -> {
                      RoomAt.position(response);
                      waits.add((System.nanoTime() - began) / 1_000_000);
                    });
      }
    }

    /** Waits for the last answer, however late it is. */
    void end() throws IOException, InterruptedException {
      Wire.get(answer);
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
