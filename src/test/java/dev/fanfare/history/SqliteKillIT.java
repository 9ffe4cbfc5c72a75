package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Clocks;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a writing process again and again: what it acknowledged is there, once, where it said. */
class SqliteKillIT {
  private static final int KILLS = Integer.getInteger("fanfare.kills", 10);

  @TempDir Path folder;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES) // many kills take long
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    Path file = folder.resolve("fanfare.db");
    Random random = new Random(5);
    Map<String, String> acknowledged = new HashMap<>();
    for (int round = 0; round < KILLS; round++) {
      runAndKill(file, round, 200 + random.nextInt(3_000), acknowledged);
      verify(file, acknowledged);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 300})
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void nothingIsAcknowledgedBeforeItsCommit(int commit) throws Exception {
    Path file = folder.resolve("fanfare.db");
    Map<String, String> acknowledged = new HashMap<>();
    Process process = start(file.toString(), "0", String.valueOf(commit));
    String line = "";
    try (BufferedReader lines = process.inputReader()) {
      while (!KillableMain.STOPPED.equals(line)) {
        note(line, acknowledged);
        line = lines.readLine();
        assertThat(line).as("it ended: " + folder.resolve("errors.txt")).isNotNull();
      }
      process.toHandle().destroyForcibly();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    verify(file, acknowledged);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KillableMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(new File(folder.toFile(), "errors.txt"))
        .start();
  }

  private void runAndKill(Path file, int round, int enough, Map<String, String> acknowledged)
      throws Exception {
    Process process = start(file.toString(), String.valueOf(round));
    try (BufferedReader lines = process.inputReader()) {
      int seen = 0;
      String line = lines.readLine();
      while (line != null) {
        if (++seen == enough) {
          process.toHandle().destroyForcibly(); // what it printed until then is still read
        }
        note(line, acknowledged);
        line = lines.readLine();
      }
      assertThat(seen).as("lines before the end").isGreaterThanOrEqualTo(enough);
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void note(String line, Map<String, String> acknowledged) {
    String[] words = line.split(" ");
    if (words.length == 3 && words[2].chars().filter(c -> c == '.').count() == 2) {
      String old = acknowledged.putIfAbsent(words[0] + " " + words[1], words[2]);
      assertThat(old).as("a position used twice: %s", line).isNull();
    }
  }

  private void verify(Path file, Map<String, String> acknowledged) throws Exception {
    try (SqliteFixture sqlite = new SqliteFixture(file, Clocks.system())) {
      SqliteHistory history = sqlite.open(KillableMain.settings(file));
      Map<String, String> kept = new HashMap<>();
      List<String> texts = new ArrayList<>();
      for (int r = 0; r < KillableMain.ROOMS; r++) {
        RoomName room = SqliteFixture.room(r);
        List<Publication> all =
            HistoryContract.await(history.after(room, new Since.Start(), 10_000_000)).messages();
        for (int i = 0; i < all.size(); i++) {
          Position position = all.get(i).position();
          assertThat(position.offset()).isEqualTo(i + 1);
          kept.put(room + " " + position, all.get(i).body().asText());
          texts.add(all.get(i).body().asText());
        }
      }
      acknowledged.forEach((position, text) -> assertThat(kept).containsEntry(position, text));
      assertThat(texts).doesNotHaveDuplicates();
      assertThat(sqlite.select("PRAGMA integrity_check")).containsExactly("ok");
      HistoryContract.await(history.close());
    }
  }
}
