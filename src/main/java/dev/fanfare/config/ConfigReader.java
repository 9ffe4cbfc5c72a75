package dev.fanfare.config;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: defaults, then a file, then the environment. */
public final class ConfigReader {

  private ConfigReader() {}

  /**
   * Reads and checks everything.
   *
   * @throws ConfigException with all problems, when there is one
   */
  public static Loaded read(@Nullable JsonObject file, Map<String, String> env, boolean clustered) {
    throw new UnsupportedOperationException();
  }
}
