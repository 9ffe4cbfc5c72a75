package dev.fanfare.it;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.fanfare.FatJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where node finds npm's {@code ws}, the WebSocket client that most of JavaScript uses. */
final class Npm {
  private static final String PACKAGE = "ws@8";

  private Npm() {}

  /** Installs the package unless it is there; skips the test, and says so, where that cannot be. */
  static Path ws() throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Path.of(FatJar.file()).resolveSibling("npm"));
    Program.called("node", "with npm's ws client");
    Program npm = Program.called("npm", "with npm's ws client");
    if (Files.isDirectory(directory.resolve("node_modules/ws"))) {
      return directory;
    }
    Files.writeString(directory.resolve("package.json"), "{\"private\":true}");
    try {
      npm.in(directory)
          .run("install", "--no-audit", "--no-fund", "--no-save", "--prefer-offline", PACKAGE);
    } catch (AssertionError failed) {
      String message = "Skipped: npm cannot install " + PACKAGE + ": " + failed.getMessage();
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      System.err.println(message);
      abort(message);
    }
    return directory;
  }
}
