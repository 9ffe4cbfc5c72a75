package dev.fanfare.history;

import static dev.fanfare.history.HistoryContract.LOBBY;
import static dev.fanfare.history.HistoryContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.Since;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full or read-only for a while; needs the right to mount one. */
class SqliteDiskFullTest {
  private static final String BIG = "x".repeat(20_000);

  @TempDir Path disk;
  private final AtomicLong time = new AtomicLong(1_700_000_000_000L);
  private SqliteFixture sqlite;
  private SqliteHistory history;

  @BeforeEach
  void mount() throws Exception {
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    assumeThat(mounted).as("may mount a small disk").isTrue();
    sqlite = new SqliteFixture(disk.resolve("fanfare.db"), new Clocks(time::get, time::get));
    history = sqlite.open(HistoryContract.PLENTY.with(null, null, 64L << 20));
  }

  @AfterEach
  void unmount() throws Exception {
    if (sqlite != null) {
      await(history.close());
      sqlite.close();
      run("umount", disk.toString());
    }
  }

  @Test
  void fullDiskRefusesToStoreUntilThereIsPlaceAgain() throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[2_500_000]);
    Position last = sayUntilRefused();
    assertThat(history.isWritable()).isFalse();
    Page kept = await(history.after(LOBBY, new Since.Start(), 10_000));
    assertThat(kept.messages()).hasSize((int) last.offset());
    assertThat(kept.head()).isEqualTo(last);
    assertThat(await(history.after(LOBBY, new Since.After(last.at(1)), 1)).messages()).hasSize(1);

    Files.delete(ballast);
    assertThat(say()).isEqualTo(last.at(last.offset() + 1));
    assertThat(history.isWritable()).isTrue();
    await(history.close());
    assertThat(sqlite.select("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(sqlite.select("SELECT count(*), max(offset) FROM message"))
        .containsExactly((last.offset() + 1) + "|" + (last.offset() + 1));
  }

  @Test
  void noticesByItselfThatThereIsPlaceAgain() throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[2_500_000]);
    sayUntilRefused();
    assertThat(history.isWritable()).isFalse();
    Files.delete(ballast);
    while (!history.isWritable()) {
      await(history.after(LOBBY, new Since.Start(), 10)); // from the disk, with its pace
    }
  }

  @Test
  void readOnlyDiskIsRefusedAtTheStart() throws Exception {
    Position last = say();
    await(history.close());
    assumeThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
    Throwable failure = catchThrowable(() -> sqlite.open(HistoryContract.PLENTY));
    assertThat(failure).isInstanceOf(HistoryException.class).hasMessageContaining("Read-only");
    assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
    history = sqlite.open(HistoryContract.PLENTY);
    assertThat(say()).isEqualTo(last.at(2));
  }

  private Position sayUntilRefused() {
    Position last = say();
    while (true) {
      try {
        last = say();
      } catch (Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE);
        return last;
      }
    }
  }

  private Position say() {
    return await(history.append(LOBBY, List.of(HistoryContract.draft(BIG, null)), time.get()))
        .get(0)
        .position();
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
