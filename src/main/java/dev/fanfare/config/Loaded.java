package dev.fanfare.config;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A configuration that passed every check, and how it came about: the same values as JSON (secrets
 * masked), and by path where each came from: {@code default}, {@code file} or a variable's name.
 */
public record Loaded(
    FanfareConfig config,
    List<String> warnings,
    JsonObject effective,
    Map<String, String> origins) {

  /** One line for each key: its value and where that came from. */
  public String describe() {
    throw new UnsupportedOperationException();
  }
}
