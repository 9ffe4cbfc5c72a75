package dev.fanfare.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A wall clock that jumps, for processes that are started with it; the steady clock goes on. Needs
 * libfaketime.
 */
final class FakeTime {
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));

  private final Path file;
  private final Path library;

  static FakeTime in(Path directory) throws IOException {
    FakeTime time = new FakeTime(directory.resolve("time"));
    time.jump("+0");
    return time;
  }

  private FakeTime(Path file) {
    this.file = file;
    this.library =
        PLACES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Jumps of the clock need libfaketime"));
  }

  /** The words before a command that is to live in it. */
  String[] words() {
    return Stream.of(
            "env",
            "LD_PRELOAD=" + library,
            "FAKETIME_TIMESTAMP_FILE=" + file,
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "FAKETIME_CACHE_DURATION=1")
        .toArray(String[]::new);
  }

  /**
   * Within a second.
   *
   * @param offset from the real time, like {@code +1h}
   */
  void jump(String offset) throws IOException {
    Files.writeString(file, offset + "\n");
  }
}
