package dev.fanfare.history;

import dev.fanfare.message.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a SQLite history is opened with.
 *
 * @param file made, with its folders, if it is not there
 * @param fullSync what is acknowledged survives a crash of the machine, not only of Fanfare
 * @param retention for all rooms together; its {@code totalBytes} do not count here
 * @param each for each room
 * @param clocks ages go by the steady one, the times in the file by the wall's
 * @param epochs never gives the same twice, also after a restart
 * @param bootId differs each time the machine has started; null: not known here
 */
public record SqliteSettings(
    Path file,
    boolean fullSync,
    Retention retention,
    RetentionOf each,
    Clocks clocks,
    Supplier<String> epochs,
    @Nullable String bootId) {

  /** What this machine drew when it started; null where no such thing is known. */
  public static @Nullable String bootIdOfThisMachine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return null; // only Linux has it; elsewhere a crash of the machine goes unnoticed
    }
  }
}
