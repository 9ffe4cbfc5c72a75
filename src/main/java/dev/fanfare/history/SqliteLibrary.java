package dev.fanfare.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite itself, which is native code: taken out of the jar into a folder of its own, loaded, and
 * deleted again. The driver alone would leave a copy in the temporary directory whenever the
 * process is killed, and look through all that lies there at each start. Any thread.
 */
final class SqliteLibrary {
  private static final String FOLDER = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";
  private static final String TEMPORARY = "org.sqlite.tmpdir";

  private SqliteLibrary() {}

  /**
   * Blocks. Does something once in a process, and nothing if {@code -Dorg.sqlite.lib.path} or
   * {@code -Dorg.sqlite.tmpdir} says otherwise. Fails with a {@link HistoryException} that says
   * what to do.
   */
  static synchronized void load() {
    if (System.getProperty(FOLDER) != null || System.getProperty(TEMPORARY) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String place = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(place)) {
      if (library != null) { // else there is none for this machine, and the driver says so
        loadFrom(library, name);
      }
    } catch (Exception e) { // what the driver throws
      System.clearProperty(FOLDER);
      System.clearProperty(TEMPORARY);
      throw new HistoryException(
          "SQLite cannot be loaded from the temporary directory "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e.getMessage()
              + "). Let Fanfare write and run files there, or name another folder with"
              + " -Djava.io.tmpdir=FOLDER.");
    }
  }

  private static void loadFrom(InputStream library, String name) throws Exception {
    Path folder = Files.createTempDirectory("fanfare-sqlite-");
    Path file = folder.resolve(name);
    try {
      Files.copy(library, file);
      System.setProperty(FOLDER, folder.toString());
      System.setProperty(NAME, name);
      System.setProperty(TEMPORARY, folder.toString());
      SQLiteJDBCLoader.initialize();
    } finally {
      delete(file);
      delete(folder);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException inUse) {
      path.toFile().deleteOnExit();
    }
  }
}
