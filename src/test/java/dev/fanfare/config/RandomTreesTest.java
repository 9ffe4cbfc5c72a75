package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever the file and the environment hold: a configuration, or a refusal that says where. */
class RandomTreesTest {

  private static final List<String> WORDS =
      List.of(
          "", "a", "64KiB", "30s", "/ws", "auto", "-1", "true", "9e9", "::1", "a:1", "\u0000",
          "𝄞");

  private final Random random = new Random(42);
  private final List<String> paths = new ArrayList<>();

  RandomTreesTest() {
    ConfigReader.SCHEMA.list("", line -> paths.add(line.path()));
  }

  @Test
  void neverThrowAnythingButARefusal() {
    int accepted = 0;
    for (int i = 0; i < 5_000; i++) {
      JsonObject file = new JsonObject(tree().encode());
      try {
        ConfigReader.read(file, env(), random.nextBoolean()).describe();
        accepted++;
      } catch (ConfigException e) {
        assertThat(e.problems()).isNotEmpty().allMatch(p -> !p.path().isEmpty());
        assertThat(e.getMessage().lines().count()).isEqualTo(e.problems().size());
      }
    }
    assertThat(accepted).isPositive();
  }

  /** Mostly keys that exist, with values that mostly do not fit. */
  private JsonObject tree() {
    JsonObject tree = new JsonObject();
    for (int i = random.nextInt(4); i > 0; i--) {
      String path = paths.get(random.nextInt(paths.size()));
      String[] names = path.replace("[]", "").replace("*", "/ws").split("\\.");
      int depth = 1 + random.nextInt(names.length);
      JsonObject at = tree;
      for (int n = 0; n < depth - 1; n++) {
        if (!(at.getValue(names[n]) instanceof JsonObject)) at.put(names[n], new JsonObject());
        at = at.getJsonObject(names[n]);
      }
      at.put(random.nextInt(20) == 0 ? word() : names[depth - 1], value(3));
    }
    return tree;
  }

  private Map<String, String> env() {
    Map<String, String> env = new HashMap<>();
    if (random.nextInt(4) > 0) return env;
    String path = paths.get(random.nextInt(paths.size()));
    Object value = value(2);
    env.put(Place.variable(path), random.nextBoolean() ? word() : Shown.whole(value));
    return env;
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt(100_000) - 10;
      case 3 -> random.nextLong();
      case 4 -> random.nextDouble() * 1e30;
      case 5, 6 -> word();
      case 7 -> new JsonObject().put(word(), value(depth - 1));
      case 8 -> tree();
      default -> new JsonArray().add(value(depth - 1)).add(value(depth - 1));
    };
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
