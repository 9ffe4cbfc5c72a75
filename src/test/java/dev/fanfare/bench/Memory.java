package dev.fanfare.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java process takes, seen from outside. Any thread. */
public final class Memory {
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Memory() {}

  /** Bytes of all objects that are left after a full collection. */
  public static long live(long pid) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String last = "";
    try (BufferedReader said = jcmd.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = line;
      }
    }
    Matcher total = TOTAL.matcher(last);
    if (!total.matches()) {
      throw new IOException("jcmd ended with: " + last);
    }
    return Long.parseLong(total.group(1));
  }

  /** Bytes of real memory that the process has now; 0 where only other systems than Linux are. */
  public static long resident(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    Matcher resident = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
    return resident.find() ? 1024 * Long.parseLong(resident.group(1)) : 0;
  }
}
