package dev.fanfare.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that passed every check, and how it came about: the same values as JSON (secrets
 * masked), and by path where each came from: {@code default}, {@code file} or a variable's name.
 */
public record Loaded(
    FanfareConfig config,
    List<String> warnings,
    JsonObject effective,
    Map<String, String> origins) {

  public Loaded {
    warnings = List.copyOf(warnings);
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /** One line for each key: its value and where that came from. */
  public String describe() {
    StringBuilder lines = new StringBuilder();
    describe("", effective, lines);
    return lines.toString();
  }

  private void describe(String path, @Nullable Object json, StringBuilder lines) {
    if (json instanceof JsonObject object && !object.isEmpty()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      for (String name : object.fieldNames()) describe(prefix + name, object.getValue(name), lines);
    } else if (json instanceof JsonArray rows && !rows.isEmpty() && isObject(rows)) {
      for (int i = 0; i < rows.size(); i++) describe(path + "[" + i + "]", rows.getValue(i), lines);
    } else {
      lines.append(path).append(" = ").append(Shown.whole(json));
      lines.append("   (").append(origins.getOrDefault(path, "default")).append(")\n");
    }
  }

  private static boolean isObject(JsonArray rows) {
    return rows.getValue(0) instanceof JsonObject;
  }
}
