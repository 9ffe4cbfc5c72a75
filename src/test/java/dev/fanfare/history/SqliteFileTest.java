package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fanfare.message.Clocks;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be used is refused with a sentence that says what to do. */
class SqliteFileTest {
  private static final Retention PLENTY = HistoryContract.PLENTY;

  @TempDir Path folder;
  private final AtomicLong time = new AtomicLong(1_700_000_000_000L);
  private SqliteFixture sqlite;

  @BeforeEach
  void start() {
    sqlite = new SqliteFixture(folder.resolve("fanfare.db"), new Clocks(time::get, time::get));
  }

  @AfterEach
  void stop() {
    sqlite.close();
  }

  @Test
  void folderInsteadOfAFile() throws Exception {
    Files.createDirectory(sqlite.path);
    assertRefused("is a folder. Name a file in it");
  }

  @Test
  void fileWhereAFolderShouldBe() throws Exception {
    Files.writeString(folder.resolve("x"), "");
    SqliteFixture below =
        new SqliteFixture(folder.resolve("x/fanfare.db"), new Clocks(time::get, time::get));
    assertThat(refusalOf(below)).contains("cannot be read and written", "choose another path");
    below.close();
  }

  @Test
  void somethingElse() throws Exception {
    Files.writeString(sqlite.path, "I am a letter, and a longer one than sixteen bytes.");
    assertRefused("is not a SQLite database");
  }

  @Test
  void databaseOfAnotherProgram() throws Exception {
    sqlite.execute("CREATE TABLE bookmarks (url TEXT)");
    assertRefused("is the database of another program");
  }

  @Test
  void databaseOfANewerFanfare() throws Exception {
    HistoryContract.await(sqlite.open(PLENTY).close());
    sqlite.execute("PRAGMA user_version = 99");
    assertRefused("was written by a newer Fanfare (schema 99");
  }

  @Test
  void emptyFileIsFine() throws Exception {
    Files.createFile(sqlite.path);
    HistoryContract.await(sqlite.open(PLENTY).close());
  }

  @Test
  void secondFanfare() {
    SqliteHistory first = sqlite.open(PLENTY);
    assertRefused("is in use by another Fanfare");
    HistoryContract.await(first.close());
    HistoryContract.await(sqlite.open(PLENTY).close());
  }

  @Test
  void refusedStartLeavesNoLock() throws Exception {
    Files.writeString(sqlite.path, "I am a letter, and a longer one than sixteen bytes.");
    assertRefused("is not a SQLite database");
    Files.delete(sqlite.path);
    HistoryContract.await(sqlite.open(PLENTY).close());
  }

  @Test
  void cutFile() throws Exception {
    fill();
    try (RandomAccessFile file = new RandomAccessFile(sqlite.path.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    assertRefused("is damaged (");
  }

  @Test
  void flippedBytes() throws Exception {
    fill();
    try (RandomAccessFile file = new RandomAccessFile(sqlite.path.toFile(), "rw")) {
      for (long page = 4096; page < file.length(); page += 4096) {
        file.seek(page);
        file.write(new byte[] {99, 99, 99, 99, 99, 99, 99, 99});
      }
    }
    assertRefused("is damaged (");
  }

  private void fill() {
    SqliteHistory history = sqlite.open(PLENTY);
    for (int i = 0; i < 200; i++) {
      HistoryContract.await(
          history.append(
              HistoryContract.LOBBY,
              List.of(HistoryContract.draft("x".repeat(500), null)),
              time.get()));
    }
    HistoryContract.await(history.close());
  }

  private void assertRefused(String sentence) {
    assertThat(refusalOf(sqlite)).startsWith("history.path: " + sqlite.path).contains(sentence);
  }

  private static String refusalOf(SqliteFixture fixture) {
    Throwable failure = catchThrowable(() -> fixture.open(PLENTY));
    assertThat(failure).isInstanceOf(HistoryException.class);
    assertThat(failure.getStackTrace()).isEmpty();
    return failure.getMessage();
  }
}
