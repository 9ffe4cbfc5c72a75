package dev.fanfare;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.History.Sync;
import dev.fanfare.config.RoomRule;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.Epochs;
import dev.fanfare.history.History;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.history.RetentionOf;
import dev.fanfare.history.SqliteHistory;
import dev.fanfare.history.SqliteSettings;
import dev.fanfare.launch.ClusterAccess;
import dev.fanfare.message.Clocks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Opens the history that the configuration asks for. */
final class Histories {
  private Histories() {}

  static Future<History> open(Vertx vertx, FanfareConfig config, Clocks clocks) {
    Retention all =
        new Retention(
            config.history().messages(),
            config.history().age().toMillis(),
            config.history().roomBytes(),
            config.limits().dedup().toMillis(),
            config.history().bytes(),
            config.limits().rooms());
    RetentionOf each = each(config, all);
    Epochs epochs = new Epochs(new SecureRandom());
    if (vertx.isClustered()) {
      return cluster(vertx, config, all, each, clocks, epochs);
    }
    return switch (config.history().kind()) {
      case AUTO, SQLITE -> sqlite(vertx, config, all, each, clocks, epochs);
      case MEMORY -> Future.succeededFuture(new MemoryHistory(all, each, clocks.steady(), epochs));
      case NONE -> Future.succeededFuture(nothing(all, each, clocks, epochs));
    };
  }

  private static Future<History> cluster(
      Vertx vertx,
      FanfareConfig config,
      Retention all,
      RetentionOf each,
      Clocks clocks,
      Epochs epochs) {
    String objection = ClusterAccess.objection(vertx);
    if (objection != null) {
      return Future.failedFuture(new StartFailure(objection));
    }
    return switch (config.history().kind()) {
      case MEMORY, SQLITE ->
          Future.failedFuture(
              new StartFailure(
                  "history.kind: memory and sqlite keep rooms on one node, and a cluster needs one"
                      + " order for all of them. Leave it out (auto) or start without -cluster."));
      case AUTO ->
          Future.succeededFuture(
              ClusterAccess.history(vertx, config.cluster(), all, each, clocks, epochs));
      case NONE ->
          Future.succeededFuture(
              ClusterAccess.history(
                  vertx,
                  config.cluster(),
                  all.keepingNothing(),
                  room -> each.of(room).keepingNothing(),
                  clocks,
                  epochs));
    };
  }

  private static Future<History> sqlite(
      Vertx vertx,
      FanfareConfig config,
      Retention all,
      RetentionOf each,
      Clocks clocks,
      Epochs epochs) {
    SqliteSettings settings =
        new SqliteSettings(
            Path.of(config.history().path()),
            config.history().sync() == Sync.FULL,
            all,
            each,
            clocks,
            epochs,
            SqliteSettings.bootIdOfThisMachine());
    return SqliteHistory.open(vertx, settings).map(history -> history);
  }

  private static History nothing(Retention all, RetentionOf each, Clocks clocks, Epochs epochs) {
    return new MemoryHistory(
        all.keepingNothing(), room -> each.of(room).keepingNothing(), clocks.steady(), epochs);
  }

  /** What the rules say of a room overrides what the history keeps of all. */
  private static RetentionOf each(FanfareConfig config, Retention all) {
    RoomRules rules = new RoomRules(config.rooms());
    return room -> {
      RoomRule rule = rules.of(room.value());
      return rule == null
          ? all
          : all.with(
              rule.messages(), rule.age() == null ? null : rule.age().toMillis(), rule.roomBytes());
    };
  }
}
