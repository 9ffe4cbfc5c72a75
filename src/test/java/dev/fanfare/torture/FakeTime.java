package dev.fanfare.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A wall clock of its own for each node, which jumps; the steady clock goes on. Needs libfaketime.
 */
final class FakeTime {
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));

  private final Path directory;
  private final Path library;

  FakeTime(Path directory) {
    this.directory = directory;
    this.library =
        PLACES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Jumps of the clock need libfaketime"));
  }

  /**
   * The words before the command of a node that is to live in it. Without the last of them each
   * wait of Java's that has an end ends at once: the library changes the clock of conditions that
   * wait by the steady one.
   */
  List<String> words(int node) throws IOException {
    jump(node, "+0");
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + file(node),
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  /**
   * Within a second.
   *
   * @param offset from the real time, like {@code +1h}
   */
  void jump(int node, String offset) throws IOException {
    Files.writeString(file(node), offset + "\n");
  }

  private Path file(int node) {
    return directory.resolve("time" + node);
  }
}
