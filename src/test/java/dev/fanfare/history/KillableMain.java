package dev.fanfare.history;

import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Appends to a SQLite history in several rooms until somebody kills it, and prints each {@code room
 * position text} as soon as it is acknowledged. Arguments: the file, a name for this round, and, if
 * it shall stop inside one of its commits, the number of that commit: everything that was
 * acknowledged is printed by then, and {@link #STOPPED}.
 */
final class KillableMain {
  static final Retention RETENTION =
      new Retention(1_000_000, 86_400_000, 1L << 40, 300_000, 64 << 20, 0);
  static final int PUBLISHERS = 16;
  static final int ROOMS = 3;
  static final String STOPPED = "stopped inside a commit";

  private static final List<Context> CONTEXTS = new CopyOnWriteArrayList<>();

  private KillableMain() {}

  public static void main(String[] args) throws SQLException {
    if (args.length > 2) {
      AtomicInteger left = new AtomicInteger(Integer.parseInt(args[2]));
      CommitHook.install(
          () -> {
            if (!CONTEXTS.isEmpty() && left.decrementAndGet() == 0) {
              stop();
            }
          });
    }
    Vertx vertx = Vertx.vertx();
    SqliteHistory.open(vertx, settings(Path.of(args[0])))
        .onSuccess(
            history -> {
              for (int i = 0; i < PUBLISHERS; i++) {
                int publisher = i;
                Context context = vertx.getOrCreateContext();
                CONTEXTS.add(context);
                context.runOnContext(nothing -> publish(history, publisher, args[1], 0));
              }
            })
        .onFailure(
            failure -> {
              System.err.println(failure.getMessage());
              System.exit(1);
            });
  }

  static SqliteSettings settings(Path file) {
    return new SqliteSettings(
        file,
        false,
        RETENTION,
        room -> RETENTION,
        Clocks.system(),
        new Epochs(new SecureRandom()),
        SqliteSettings.bootIdOfThisMachine());
  }

  /** Lets every answer that was given so far reach its publisher, then waits for the end. */
  private static void stop() {
    try {
      CountDownLatch answered = new CountDownLatch(CONTEXTS.size());
      CONTEXTS.forEach(
          context ->
              context.runOnContext(
                  loop -> context.runOnContext(caller -> answered.countDown()))); // as answers go
      answered.await();
      System.out.println(STOPPED);
      while (System.in.read() >= 0) {} // whoever started this kills it, or has ended itself
    } catch (IOException | InterruptedException failed) {
      System.err.println(failed);
    }
    Runtime.getRuntime().halt(1);
  }

  private static void publish(History history, int publisher, String round, int number) {
    RoomName room = RoomName.of("r" + publisher % ROOMS);
    String text = round + "." + publisher + "." + number;
    Draft draft = new Draft(room, new User("u", "U"), null, Body.text(text), "", text);
    history
        .append(room, List.of(draft), System.currentTimeMillis())
        .onSuccess(
            answers -> {
              System.out.println(room + " " + answers.get(0).position() + " " + text);
              publish(history, publisher, round, number + 1);
            });
  }
}
