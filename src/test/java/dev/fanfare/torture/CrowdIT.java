package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hundreds of sockets and streams, 500 messages a second, and one in twenty listeners slow: every
 * byte that everybody got is looked at. Those who read, and those who pause a little, get
 * everything once and in one order; those who do not read are sent away, or told of a gap, and are
 * whole again after that. With {@code -Dfanfare.crowd=1000} there are so many; how fast they are
 * told is then up to the machine.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CrowdIT {
  private static final String ROOM = "crowd";
  private static final int MESSAGES = 4_000;
  private static final int PER_SECOND = 500;

  /** More than 9 MB pass meanwhile: what two kernels hold, and four times the limit. */
  private static final int FROZEN_UNTIL = 3_500;

  /** So little that nobody who reads can be slow: the machine may be. */
  private static final int MOST_AHEAD = 300;

  @TempDir Path directory;

  private final CrowdScript script = new CrowdScript();
  private final List<CrowdMember> members = new ArrayList<>();
  private final Map<CrowdMember, Integer> pausedUntil = new HashMap<>();
  private final Set<CrowdMember> pausing = new LinkedHashSet<>();
  private final Set<CrowdMember> frozen = new LinkedHashSet<>();
  private final Random random = new Random(7);
  private int pause;
  private boolean someFreeze;
  private boolean haveFrozen;
  private CrowdPublishers publishers;
  private Position start;
  private double cutOff;

  @ParameterizedTest
  @CsvSource({"close, 300", "skip, 120", "latest, 120"})
  void everybodyIsWholeOrToldSo(String slowConsumer, int crowded) throws Exception {
    pause = 250; // less than 1 MB
    someFreeze = true;
    run(slowConsumer, "1MiB", Integer.getInteger("fanfare.crowd", crowded));
  }

  @Test
  void whoFallsFarBehindCatchesUp() throws Exception {
    pause = 2_000; // more than the kernels hold
    run("close", "64MiB", 200);
  }

  private void run(String slowConsumer, String outbound, int crowded) throws Exception {
    // What waits for all together has a limit by it, and when all are late, who are slow are cut
    // off.
    String heap = "-Xmx" + (crowded > 300 ? 2 * crowded : 256) + "m";
    try (Server server = new Server(directory, conf(slowConsumer, outbound)).jvm(List.of(heap))) {
      URI address = server.start();
      try (Crowd crowd = new Crowd(address.getPort())) {
        Target target = new Target(ROOM);
        target.up(address);
        start = target.head();
        connect(crowd, crowded);
        run(crowd, server);
        cutOff = Wire.figures(address).value("fanfare_cut_off_total");
        check(target.head(), slowConsumer, server);
      }
    }
  }

  private void connect(Crowd crowd, int count) throws IOException {
    publishers = new CrowdPublishers(ROOM, crowd);
    crowd.awaitOpen(publishers.links(), Target.PATIENCE.toMillis());
    CrowdMember.Kind[] kinds = CrowdMember.Kind.values();
    for (int i = 0; i < count; i++) {
      CrowdMember.Kind kind = kinds[i % kinds.length];
      boolean slow = i % 20 == 7;
      CrowdMember member =
          new CrowdMember(kind, i, ROOM, start, slow, crowd, script, publishers.places());
      members.add(member);
      if (slow) {
        (someFreeze && i % 40 == 27 ? frozen : pausing).add(member);
      }
      if (i % 50 == 49 || i == count - 1) {
        crowd.awaitOpen(
            members.stream().map(CrowdMember::link).toList(), Target.PATIENCE.toMillis());
      }
    }
  }

  private void run(Crowd crowd, Server server) throws IOException {
    long due = System.nanoTime();
    long patience = due + Target.PATIENCE.toNanos();
    long before = 0;
    boolean over = false;
    while (!members.stream().allMatch(CrowdMember::finished)
        || publishers.acks().size() <= MESSAGES) { // all have heard the last before its own ack
      long now = System.nanoTime();
      int most = Math.min(MESSAGES, least() + MOST_AHEAD);
      for (; due <= now && publishers.said() < most; due += 1_000_000_000 / PER_SECOND) {
        publishers.say();
      }
      if (!over && publishers.acks().size() == MESSAGES) {
        over = true;
        publishers.sayLast();
      }
      crowd.turn(1);
      pauseAndResume();
      long heard = members.stream().mapToLong(CrowdMember::heard).sum();
      patience = heard > before ? now + Target.PATIENCE.toNanos() : patience;
      before = heard;
      assertThat(now).as("Nothing comes: %s\n%s", members, server.output()).isLessThan(patience);
    }
  }

  /** What all have heard that read just now and are not meant to be slow. */
  private int least() {
    return members.stream()
        .filter(member -> !pausedUntil.containsKey(member) && !frozen.contains(member))
        .mapToInt(CrowdMember::heard)
        .min()
        .orElse(0);
  }

  private void pauseAndResume() {
    int now = publishers.acks().size();
    for (CrowdMember member : pausing) {
      boolean level = member.heard() > now - 20;
      if (!pausedUntil.containsKey(member) && level && random.nextInt(100) == 0) {
        pause(member, Math.min(MESSAGES, now + pause));
      }
    }
    if (now > 100 && !haveFrozen) {
      haveFrozen = true;
      frozen.forEach(member -> pause(member, FROZEN_UNTIL));
    }
    pausedUntil.entrySet().stream()
        .filter(entry -> now >= entry.getValue())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(
            member -> {
              pausedUntil.remove(member);
              member.link().pause(false);
            });
  }

  private void pause(CrowdMember member, int until) {
    pausedUntil.put(member, until);
    member.link().pause(true);
  }

  private void check(Position head, String slowConsumer, Server server) {
    List<Seen> logs = members.stream().map(CrowdMember::seen).toList();
    Report report = Checker.check(publishers.acks(), logs, head);
    System.out.printf(
        "Crowd, %s: %d violations; %d acknowledged; %d delivered to %d listeners, %d reconnects,"
            + " %d gaps; %.0f cut off for too much in all; frozen: %s; pausing: %s%n",
        slowConsumer,
        report.violations().size(),
        report.acknowledged(),
        report.delivered(),
        logs.size(),
        report.reconnects(),
        report.gaps(),
        cutOff,
        frozen,
        pausing);
    assertThat(report.violations()).as(server.output()).isEmpty();
    assertThat(report.acknowledged()).isEqualTo(MESSAGES + 1);
    for (CrowdMember member : members) {
      if (!frozen.contains(member)) {
        assertThat(member.closed()).as("%s", member).isEmpty();
        assertThat(member.gaps()).as("%s", member).isZero();
        assertThat(member.heard()).as("%s", member).isEqualTo(MESSAGES + 1);
      } else if (slowConsumer.equals("close") || member.kind() == CrowdMember.Kind.RAW) {
        // Who cannot be told of a gap is closed by every rule, comes back, and misses nothing.
        assertThat(member.closed()).as("%s", member).isNotEmpty().isSubsetOf(4001, 1006);
        assertThat(member.gaps()).as("%s", member).isZero();
        assertThat(member.heard()).as("%s", member).isEqualTo(MESSAGES + 1);
      } else {
        assertThat(member.closed()).as("%s", member).isEmpty();
        assertThat(member.gaps()).as("%s", member).isPositive();
      }
    }
  }

  /**
   * The limits are the default ones, save on rates and on sessions of one address, and outbound.
   */
  private static JsonObject conf(String slowConsumer, String outbound) {
    JsonObject rule = new JsonObject().put("match", ROOM).put("slow-consumer", slowConsumer);
    return new JsonObject()
        .put(
            "http",
            new JsonObject().put("host", "127.0.0.1").put("instances", 2).put("idle", "30m"))
        .put("history", new JsonObject().put("messages", 10_000).put("room-bytes", "32MiB"))
        .put("rooms", new JsonArray().add(rule))
        .put(
            "limits",
            new JsonObject()
                .put("rate", 0)
                .put("sessions-per-address", 0)
                .put("handshakes-per-address", 0)
                .put("outbound-bytes", outbound));
  }
}
