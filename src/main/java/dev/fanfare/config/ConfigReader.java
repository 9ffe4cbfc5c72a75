package dev.fanfare.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: the environment over a file over the defaults. */
public final class ConfigReader {

  static final Section SCHEMA = Schema.of(FanfareConfig.class);

  private ConfigReader() {}

  /**
   * Reads and checks everything; some checks matter only to a node of a cluster.
   *
   * @throws ConfigException with all problems, when there is one
   */
  public static Loaded read(@Nullable JsonObject file, Map<String, String> env, boolean clustered) {
    Place root = Place.root(env, clustered);
    Node.Found found = SCHEMA.read(file, root);
    if (!root.problems().isEmpty()) throw new ConfigException(root.problems());
    warnOfUnknown(env, root);
    return new Loaded(
        (FanfareConfig) Objects.requireNonNull(found.value()),
        root.warnings(),
        (JsonObject) Objects.requireNonNull(found.shown()),
        root.origins());
  }

  /** Not an error: container platforms put variables of their own beside ours. */
  private static void warnOfUnknown(Map<String, String> env, Place root) {
    List<String> known = new ArrayList<>();
    SCHEMA.list("", line -> known.add(Place.variable(line.path())));
    for (String name : new TreeSet<>(env.keySet())) {
      if (!name.startsWith("FANFARE_") || known.contains(name)) continue;
      String meant = Similar.to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
      root.warnings().add(name + ": no key has this variable, it is ignored" + meant);
    }
  }
}
