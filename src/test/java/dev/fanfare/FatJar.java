package dev.fanfare;

import java.nio.file.Files;
import java.nio.file.Path;

/** What is tested from outside. */
public final class FatJar {
  private FatJar() {}

  /**
   * Its path.
   *
   * @throws IllegalStateException there is none
   */
  public static String file() {
    String file = System.getProperty("fanfare.jar");
    if (file == null || !Files.isRegularFile(Path.of(file))) {
      throw new IllegalStateException(
          "The system property fanfare.jar must name the fat jar, as `mvn verify` does; it is "
              + file);
    }
    return file;
  }
}
