package dev.fanfare.history;

import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Stored publications a second, and how long one takes, with 1, 8 and 64 publishers that each wait
 * for their acknowledgement before they go on. Arguments: folder for the files, seconds per figure.
 */
final class HistorySpeed {
  private static final Retention RETENTION =
      new Retention(1_000, 86_400_000, 4 << 20, 300_000, 64 << 20, 0);
  private static final Body BODY = Body.text("x".repeat(200));
  private static final User ANN = new User("u-ann", "Ann");

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private final long nanos;

  private HistorySpeed(Path folder, int seconds) {
    this.folder = folder;
    this.nanos = seconds * 1_000_000_000L;
  }

  public static void main(String[] args) throws Exception {
    Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("fanfare-speed");
    Files.createDirectories(folder);
    new HistorySpeed(folder, args.length > 1 ? Integer.parseInt(args[1]) : 2).run();
  }

  private void run() throws Exception {
    System.out.println(
        "history        publishers rooms keys    stored/s   p50 us   p99 us  CPU us each");
    for (boolean keys : new boolean[] {false, true}) {
      for (int rooms : new int[] {1, 64}) {
        for (String kind : List.of("memory", "sqlite normal", "sqlite full")) {
          for (int publishers : new int[] {1, 8, 64}) {
            measure(kind, publishers, rooms, keys);
          }
        }
      }
    }
    await(vertx.close());
  }

  private void measure(String kind, int publishers, int rooms, boolean keys) throws Exception {
    History history = open(kind);
    run(history, publishers, rooms, keys, nanos / 3);
    Duration before = cpu();
    long[] took = run(history, publishers, rooms, keys, nanos);
    Duration used = cpu().minus(before);
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT,
        "%-14s %10d %5d %4s %11.0f %8.0f %8.0f %12.1f%n",
        kind,
        publishers,
        rooms,
        keys ? "yes" : "no",
        took.length * 1e9 / nanos,
        took[took.length / 2] / 1e3,
        took[(int) (took.length * 0.99)] / 1e3,
        used.toNanos() / 1e3 / took.length);
    await(history.close());
  }

  /** Of the whole process: on a busy machine it says more than the rate. */
  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private History open(String kind) throws Exception {
    Epochs epochs = new Epochs(new SecureRandom());
    if (kind.equals("memory")) {
      return new MemoryHistory(RETENTION, System::currentTimeMillis, epochs);
    }
    Path file = Files.createTempDirectory(folder, "speed").resolve("fanfare.db");
    return await(
        SqliteHistory.open(
            vertx,
            new SqliteSettings(
                file,
                kind.endsWith("full"),
                RETENTION,
                room -> RETENTION,
                Clocks.system(),
                epochs,
                null)));
  }

  /** How long each publication took. */
  private long[] run(History history, int publishers, int rooms, boolean keys, long time)
      throws Exception {
    long end = System.nanoTime() + time;
    List<Future<List<Long>>> all = new ArrayList<>();
    for (int i = 0; i < publishers; i++) {
      Promise<List<Long>> done = Promise.promise();
      RoomName room = RoomName.of("r" + i % rooms);
      String key = keys ? i + "." + end + "." : null;
      vertx.runOnContext(nothing -> publish(history, room, key, end, new ArrayList<>(), done));
      all.add(done.future());
    }
    List<Long> took = new ArrayList<>();
    for (Future<List<Long>> one : all) {
      took.addAll(await(one));
    }
    return took.stream().mapToLong(Long::longValue).toArray();
  }

  private void publish(
      History history,
      RoomName room,
      String key,
      long end,
      List<Long> took,
      Promise<List<Long>> done) {
    long start = System.nanoTime();
    if (start >= end) {
      done.complete(took);
      return;
    }
    String own = key == null ? null : key + took.size();
    Draft draft = new Draft(room, ANN, null, BODY, "s", own);
    history
        .append(room, List.of(draft), System.currentTimeMillis())
        .onSuccess(
            answer -> {
              took.add(System.nanoTime() - start);
              vertx.runOnContext(next -> publish(history, room, key, end, took, done));
            })
        .onFailure(done::fail);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }
}
