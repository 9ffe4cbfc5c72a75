package dev.fanfare.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words behind the main class on this process's command line. Neither launcher hands them to
 * those who help to build Vert.x, and the system property that has them has lost where one ends.
 */
final class ProcessArguments {
  private static final Path CMDLINE = Path.of("/proc/self/cmdline");

  private ProcessArguments() {}

  static List<String> read() {
    return behindMain(all(), System.getProperty("sun.java.command", ""));
  }

  /**
   * @param all every word of the command line, the JVM's own too; null if the system does not tell
   * @param command main class or jar and the words behind it, joined by blanks
   */
  static List<String> behindMain(@Nullable List<String> all, String command) {
    if (all != null) {
      for (int main = 0; main < all.size(); main++) {
        if (String.join(" ", all.subList(main, all.size())).equals(command)) {
          return List.copyOf(all.subList(main + 1, all.size()));
        }
      }
    }
    // Windows: words with blanks in them come apart; a file's name without blanks does.
    List<String> words = List.of(command.strip().split(" +"));
    return words.subList(1, words.size());
  }

  private static @Nullable List<String> all() {
    try {
      // ProcessHandle would cut this at one page.
      String text =
          Files.readString(
              CMDLINE, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
      return List.of(text.split("\0", -1))
          .subList(0, (int) text.chars().filter(c -> c == 0).count());
    } catch (IOException | IllegalArgumentException notLinux) {
      return ProcessHandle.current().info().arguments().map(List::of).orElse(null);
    }
  }
}
