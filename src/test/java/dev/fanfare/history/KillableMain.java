package dev.fanfare.history;

import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * Appends to a SQLite history in several rooms until somebody kills it, and prints each {@code room
 * position text} as soon as it is acknowledged.
 */
final class KillableMain {
  static final Retention RETENTION =
      new Retention(1_000_000, 86_400_000, 1L << 40, 300_000, 64 << 20, 0);
  static final int PUBLISHERS = 16;
  static final int ROOMS = 3;

  private KillableMain() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    SqliteHistory.open(vertx, settings(Path.of(args[0])))
        .onSuccess(
            history -> {
              for (int i = 0; i < PUBLISHERS; i++) {
                int publisher = i;
                vertx.runOnContext(nothing -> publish(history, publisher, args[1], 0));
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
        System::currentTimeMillis,
        new Epochs(new SecureRandom()),
        SqliteSettings.bootIdOfThisMachine());
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
