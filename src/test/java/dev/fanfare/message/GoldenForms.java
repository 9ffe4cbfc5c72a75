package dev.fanfare.message;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What releases wrote: {@code forms/<version>.properties} has, for each kind of value, the bytes of
 * one. A file never changes once a release wrote that version; a new version gets a new file.
 */
public final class GoldenForms {
  private GoldenForms() {}

  /** The values whose name begins with the prefix and a dot, by the rest of their name. */
  public static Map<String, byte[]> of(int version, String prefix) {
    Properties all = new Properties();
    String file = "/forms/" + version + ".properties";
    try (Reader in =
        new InputStreamReader(
            GoldenForms.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      all.load(in);
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
    Map<String, byte[]> these = new TreeMap<>();
    all.forEach(
        (name, hex) -> {
          if (name.toString().startsWith(prefix + ".")) {
            these.put(
                name.toString().substring(prefix.length() + 1),
                HexFormat.of().parseHex(hex.toString()));
          }
        });
    return these;
  }
}
